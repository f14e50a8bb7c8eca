import {
  AudioLines,
  CalendarClock,
  Cable,
  ListTree,
  PhoneIncoming,
  PhoneOutgoing,
  SlidersHorizontal,
  Workflow,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

type View = () => Promise<{ default: Component }>;
const page = (name: string, order: number, icon: Component, component: View): RouteRecordRaw => ({
  path: `/admin/${name}`,
  name: `admin_${name}`,
  component,
  meta: { title: `setup.nav.${name}`, icon, order, group: 'setup', roles: ['admin'], keepAlive: true },
});

/** The administrator's pages: how calls come in, where they go, what callers hear. */
export const adminPages: RouteRecordRaw[] = [
  page('flows', 20, Workflow, () => import('@/views/admin/flows/index.vue')),
  page('queues', 21, ListTree, () => import('@/views/admin/queues/index.vue')),
  page('hours', 22, CalendarClock, () => import('@/views/admin/hours/index.vue')),
  page('voices', 23, AudioLines, () => import('@/views/admin/voices/index.vue')),
  page('trunks', 24, Cable, () => import('@/views/admin/trunks/index.vue')),
  page('inbound', 25, PhoneIncoming, () => import('@/views/admin/inbound/index.vue')),
  page('outbound', 26, PhoneOutgoing, () => import('@/views/admin/outbound/index.vue')),
  page('options', 27, SlidersHorizontal, () => import('@/views/admin/options/index.vue')),
];
