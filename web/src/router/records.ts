import {
  AudioLines,
  Bell,
  BookOpenText,
  LayoutDashboard,
  ListOrdered,
  ListTodo,
  Megaphone,
  MonitorUp,
  MessageSquareText,
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
import { adminPages } from './admin_records';
import { analysisPages } from './analysis';
import { crmPages } from './crm';
import { crmSettingPages } from './crm_settings';

export interface RouteFacts {
  /** i18n key of the title: menu, tab, browser title. */
  title?: string;
  icon?: Component;
  /** Place in the menu; without it the page is not in the menu. */
  order?: number;
  group?: 'floor' | 'business' | 'people' | 'setup' | 'analysis' | 'mine';
  /** What one must be allowed to do to open it; absent = everybody signed in. The server checks again. */
  right?: string;
  /** The page stays alive behind its tab; its component must be named as its route. */
  keepAlive?: boolean;
  /** Not in the menu itself: the entry of this page stands for it. */
  under?: string;
  /** Stands without the frame, in a browser tab of its own. */
  alone?: boolean;
  /** The tab that is always there. */
  pinned?: boolean;
}

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
    meta: {
      title: 'frame.nav.wall',
      icon: Users,
      order: 3,
      group: 'floor',
      right: 'agents.supervise',
      keepAlive: true,
    },
  },
  {
    path: '/queues',
    name: 'queues',
    component: () => import('@/views/queues/index.vue'),
    meta: {
      title: 'frame.nav.queues',
      icon: ListOrdered,
      order: 4,
      group: 'floor',
      right: 'queues.see',
      keepAlive: true,
    },
  },
  {
    path: '/records',
    name: 'records',
    component: () => import('@/views/records/index.vue'),
    meta: {
      title: 'frame.nav.records',
      icon: ScrollText,
      order: 5,
      group: 'business',
      right: 'records.see',
      keepAlive: true,
    },
  },
  {
    path: '/recordings',
    name: 'recordings',
    component: () => import('@/views/recordings/index.vue'),
    meta: {
      title: 'frame.nav.recordings',
      icon: AudioLines,
      order: 6,
      group: 'business',
      right: 'recordings.play',
      keepAlive: true,
    },
  },
  {
    path: '/screen',
    name: 'big_screen',
    component: () => import('@/views/big_screen/index.vue'),
    meta: { title: 'big_screen.title', icon: MonitorUp, order: 4.7, group: 'floor', right: 'screen.see', alone: true },
  },
  ...adminPages,
  {
    path: '/rooms',
    name: 'rooms',
    component: () => import('@/views/rooms/index.vue'),
    meta: {
      title: 'frame.nav.rooms',
      icon: Presentation,
      order: 4.5,
      group: 'floor',
      right: 'rooms.manage',
      keepAlive: true,
    },
  },
  {
    path: '/missed-calls',
    name: 'missed_calls',
    component: () => import('@/views/missed_calls/index.vue'),
    meta: {
      title: 'frame.nav.missed_calls',
      icon: PhoneMissed,
      order: 6.2,
      group: 'business',
      right: 'records.see',
      keepAlive: true,
    },
  },
  {
    path: '/lost-calls',
    name: 'lost_calls',
    component: () => import('@/views/lost_calls/index.vue'),
    meta: { title: 'lost_calls.title', under: 'missed_calls', right: 'records.see', keepAlive: true },
  },
  {
    path: '/forwarded-calls',
    name: 'forwarded_calls',
    component: () => import('@/views/forwarded_calls/index.vue'),
    meta: { title: 'forwarded_calls.title', under: 'missed_calls', right: 'records.see', keepAlive: true },
  },
  {
    path: '/callbacks',
    name: 'callbacks',
    component: () => import('@/views/callbacks/index.vue'),
    meta: { title: 'callbacks.title', under: 'missed_calls', right: 'records.see', keepAlive: true },
  },
  {
    path: '/voicemails',
    name: 'voicemails',
    component: () => import('@/views/voicemails/index.vue'),
    meta: {
      title: 'voicemails.title',
      icon: Voicemail,
      order: 6.4,
      group: 'business',
      right: 'records.see',
      keepAlive: true,
    },
  },
  {
    path: '/surveys',
    name: 'surveys',
    component: () => import('@/views/surveys/index.vue'),
    meta: { title: 'surveys.title', icon: Star, order: 6.6, group: 'business', right: 'records.see', keepAlive: true },
  },
  ...crmPages,
  ...crmSettingPages,
  {
    path: '/sms',
    name: 'sms',
    component: () => import('@/views/sms/index.vue'),
    meta: {
      title: 'sms.list',
      icon: MessageSquareText,
      order: 6.8,
      group: 'business',
      right: 'sms.see',
      keepAlive: true,
    },
  },
  ...analysisPages,
  {
    path: '/tasks',
    name: 'tasks',
    component: () => import('@/views/tasks/index.vue'),
    meta: {
      title: 'agenda.nav.tasks',
      icon: ListTodo,
      order: 80,
      group: 'mine',
      right: 'phone.use',
      keepAlive: true,
    },
  },
  {
    path: '/announcements',
    name: 'announcements',
    component: () => import('@/views/announcements/index.vue'),
    meta: {
      title: 'agenda.nav.announcements',
      icon: Megaphone,
      order: 81,
      group: 'mine',
      right: 'phone.use',
      keepAlive: true,
    },
  },
  {
    path: '/system-messages',
    name: 'system_messages',
    component: () => import('@/views/system_messages/index.vue'),
    meta: {
      title: 'agenda.nav.messages',
      icon: Bell,
      order: 82,
      group: 'mine',
      right: 'phone.use',
      keepAlive: true,
    },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('@/views/settings/index.vue'),
    meta: { title: 'frame.nav.settings', icon: Settings, order: 90, group: 'mine', keepAlive: true },
  },
  {
    path: '/help',
    name: 'help',
    component: () => import('@/views/help/index.vue'),
    meta: { title: 'frame.nav.help', icon: BookOpenText, order: 95, group: 'mine', keepAlive: true },
  },
  {
    path: '/about',
    name: 'about',
    component: () => import('@/views/about/index.vue'),
    meta: { title: 'about.title', keepAlive: true },
  },
];
