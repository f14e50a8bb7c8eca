import {
  AudioLines,
  Building2,
  CalendarClock,
  ChartColumn,
  ClipboardList,
  Cable,
  ListTree,
  LockKeyhole,
  MessageSquareText,
  Network,
  PhoneIncoming,
  PhoneOutgoing,
  Settings2,
  ShieldCheck,
  SlidersHorizontal,
  TriangleAlert,
  UserRoundCog,
  Workflow,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

type View = () => Promise<{ default: Component }>;
const page = (
  name: string,
  order: number,
  icon: Component,
  component: View,
  right = 'site.configure',
): RouteRecordRaw => ({
  path: `/admin/${name}`,
  name: `admin_${name}`,
  component,
  meta: {
    title: `setup.nav.${name}`,
    icon,
    order,
    group: ['site.configure', 'platform.manage', 'orders.configure'].includes(right) ? 'setup' : 'people',
    right,
    keepAlive: true,
  },
});

/** A further page of the menu's entry `under`. */
const part = (name: string, under: string, component: View, right = 'site.configure'): RouteRecordRaw => ({
  path: `/admin/${name}`,
  name: `admin_${name}`,
  component,
  meta: { title: `setup.nav.${name}`, under: `admin_${under}`, right, keepAlive: true },
});

/** The administrator's pages: who works here; how calls come in, where they go, what callers hear. */
export const adminPages: RouteRecordRaw[] = [
  {
    path: '/admin/system-info',
    name: 'system_info',
    component: () => import('@/views/system_info/index.vue'),
    meta: { title: 'system_info.title', right: 'site.configure', keepAlive: true },
  },
  {
    path: '/admin/dashboard',
    name: 'dashboard',
    component: () => import('@/views/dashboard/index.vue'),
    meta: {
      title: 'dashboard.title',
      icon: ChartColumn,
      order: 0.5,
      group: 'floor',
      right: 'site.configure',
      keepAlive: true,
    },
  },
  page('users', 15, UserRoundCog, () => import('@/views/admin/users/index.vue'), 'people.see'),
  page('departments', 16, Network, () => import('@/views/admin/departments/index.vue'), 'departments.manage'),
  page('roles', 17, ShieldCheck, () => import('@/views/admin/roles/index.vue'), 'roles.manage'),
  page('flows', 20, Workflow, () => import('@/views/admin/flows/index.vue')),
  page('queues', 21, ListTree, () => import('@/views/admin/queues/index.vue')),
  page('hours', 22, CalendarClock, () => import('@/views/admin/hours/index.vue')),
  page('voices', 23, AudioLines, () => import('@/views/admin/voices/index.vue')),
  page('trunks', 24, Cable, () => import('@/views/admin/trunks/index.vue')),
  page('inbound', 25, PhoneIncoming, () => import('@/views/admin/inbound/index.vue')),
  page('outbound', 26, PhoneOutgoing, () => import('@/views/admin/outbound/index.vue')),
  page('sms', 28, MessageSquareText, () => import('@/views/admin/sms/index.vue')),
  part('sms_templates', 'sms', () => import('@/views/admin/sms_templates/index.vue')),
  part('sms_signatures', 'sms', () => import('@/views/admin/sms_signatures/index.vue')),
  page('options', 27, SlidersHorizontal, () => import('@/views/admin/options/index.vue')),
  page('work_orders', 27.7, ClipboardList, () => import('@/views/admin/work_orders/index.vue'), 'orders.configure'),
  page('alarms', 28.2, TriangleAlert, () => import('@/views/admin/alarms/index.vue')),
  part('alarm_events', 'alarms', () => import('@/views/admin/alarm_events/index.vue')),
  page('sign_in', 28.5, LockKeyhole, () => import('@/views/admin/sign_in/index.vue')),
  page('platform', 29, Building2, () => import('@/views/admin/platform/index.vue'), 'platform.manage'),
  page('advanced', 30, Settings2, () => import('@/views/admin/advanced/index.vue')),
  part('mail', 'advanced', () => import('@/views/admin/mail/index.vue')),
  part('disk_alert', 'advanced', () => import('@/views/admin/disk_alert/index.vue')),
  part('retention', 'advanced', () => import('@/views/admin/retention/index.vue')),
  part('deletion', 'advanced', () => import('@/views/admin/deletion/index.vue'), 'data.delete'),
  part('persons', 'advanced', () => import('@/views/admin/persons/index.vue'), 'persons.erase'),
  part('regions', 'advanced', () => import('@/views/admin/regions/index.vue')),
  part('certificate', 'advanced', () => import('@/views/admin/certificate/index.vue')),
];
