import {
  AudioLines,
  LayoutDashboard,
  ListOrdered,
  Phone,
  PhoneMissed,
  Presentation,
  ScrollText,
  Settings,
  Star,
  Users,
  Voicemail,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/api/sessions';
import { adminPages } from './admin_records';

export interface RouteFacts {
  /** i18n key of the title: menu, tab, browser title. */
  title?: string;
  icon?: Component;
  /** Place in the menu; without it the page is not in the menu. */
  order?: number;
  group?: 'floor' | 'business' | 'setup' | 'analysis';
  /** Who may open it; absent = everybody signed in. The server checks again. */
  roles?: readonly Role[];
  /** The page stays alive behind its tab; its component must be named as its route. */
  keepAlive?: boolean;
  /** Not in the menu itself: the entry of this page stands for it. */
  under?: string;
  /** The tab that is always there. */
  pinned?: boolean;
}

const leaders: readonly Role[] = ['leader', 'admin'];

/** Pages inside the frame: add one here and it has its menu entry, tab, title and permission. */
export const pages: RouteRecordRaw[] = [
  {
    path: '/desk',
    name: 'desk',
    component: () => import('@/views/desk/index.vue'),
    meta: { title: 'frame.nav.desk', icon: LayoutDashboard, order: 1, group: 'floor', keepAlive: true, pinned: true },
  },
  {
    path: '/call',
    name: 'call',
    component: () => import('@/views/call/index.vue'),
    meta: { title: 'frame.nav.call', icon: Phone, order: 2, group: 'floor', keepAlive: true },
  },
  {
    path: '/wall',
    name: 'wall',
    component: () => import('@/views/wall/index.vue'),
    meta: { title: 'frame.nav.wall', icon: Users, order: 3, group: 'floor', roles: leaders, keepAlive: true },
  },
  {
    path: '/queues',
    name: 'queues',
    component: () => import('@/views/queues/index.vue'),
    meta: { title: 'frame.nav.queues', icon: ListOrdered, order: 4, group: 'floor', keepAlive: true },
  },
  {
    path: '/records',
    name: 'records',
    component: () => import('@/views/records/index.vue'),
    meta: { title: 'frame.nav.records', icon: ScrollText, order: 5, group: 'business', keepAlive: true },
  },
  {
    path: '/recordings',
    name: 'recordings',
    component: () => import('@/views/recordings/index.vue'),
    meta: { title: 'frame.nav.recordings', icon: AudioLines, order: 6, group: 'business', keepAlive: true },
  },
  ...adminPages,
  {
    path: '/rooms',
    name: 'rooms',
    component: () => import('@/views/rooms/index.vue'),
    meta: { title: 'frame.nav.rooms', icon: Presentation, order: 4.5, group: 'floor', roles: leaders, keepAlive: true },
  },
  {
    path: '/missed-calls',
    name: 'missed_calls',
    component: () => import('@/views/missed_calls/index.vue'),
    meta: { title: 'frame.nav.missed_calls', icon: PhoneMissed, order: 6.2, group: 'business', keepAlive: true },
  },
  {
    path: '/lost-calls',
    name: 'lost_calls',
    component: () => import('@/views/lost_calls/index.vue'),
    meta: { title: 'lost_calls.title', under: 'missed_calls', keepAlive: true },
  },
  {
    path: '/forwarded-calls',
    name: 'forwarded_calls',
    component: () => import('@/views/forwarded_calls/index.vue'),
    meta: { title: 'forwarded_calls.title', under: 'missed_calls', keepAlive: true },
  },
  {
    path: '/callbacks',
    name: 'callbacks',
    component: () => import('@/views/callbacks/index.vue'),
    meta: { title: 'callbacks.title', under: 'missed_calls', keepAlive: true },
  },
  {
    path: '/voicemails',
    name: 'voicemails',
    component: () => import('@/views/voicemails/index.vue'),
    meta: { title: 'voicemails.title', icon: Voicemail, order: 6.4, group: 'business', keepAlive: true },
  },
  {
    path: '/surveys',
    name: 'surveys',
    component: () => import('@/views/surveys/index.vue'),
    meta: { title: 'surveys.title', icon: Star, order: 6.6, group: 'business', keepAlive: true },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('@/views/settings/index.vue'),
    meta: { title: 'frame.nav.settings', icon: Settings, order: 90, group: 'analysis', keepAlive: true },
  },
];
