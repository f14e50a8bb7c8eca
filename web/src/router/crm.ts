import { ClipboardList, Contact, Waves, NotebookPen, ClipboardPen, Sprout, UsersRound } from 'lucide-vue-next';
import type { RouteRecordRaw } from 'vue-router';

/** The CRM: customers, leads, contacts, and what is done with them. */
export const crmPages: RouteRecordRaw[] = [
  {
    path: '/customers',
    name: 'customers',
    component: () => import('@/views/customers/index.vue'),
    meta: {
      title: 'frame.nav.customers',
      icon: Contact,
      order: 4.9,
      group: 'business',
      right: 'customers.see',
      keepAlive: true,
    },
  },
  {
    path: '/customers/:id(\\d+)',
    name: 'customer',
    component: () => import('@/views/customer/index.vue'),
    meta: { title: 'objects.detail', under: 'customers' },
  },
  {
    path: '/leads',
    name: 'leads',
    component: () => import('@/views/leads/index.vue'),
    meta: { title: 'objects.leads', icon: Sprout, order: 4.91, group: 'business', right: 'leads.see', keepAlive: true },
  },
  {
    path: '/leads/:id(\\d+)/convert',
    name: 'lead_conversion',
    component: () => import('@/views/lead_conversion/index.vue'),
    meta: { title: 'objects.convert.title', under: 'leads', right: 'customers.edit' },
  },
  {
    path: '/contacts',
    name: 'contacts',
    component: () => import('@/views/contacts/index.vue'),
    meta: {
      title: 'objects.contacts',
      icon: UsersRound,
      order: 4.92,
      group: 'business',
      right: 'contacts.see',
      keepAlive: true,
    },
  },
  {
    path: '/pools/customers',
    name: 'customer_pools',
    component: () => import('@/views/customer_pools/index.vue'),
    meta: {
      title: 'pools.customer_pools',
      icon: Waves,
      order: 4.93,
      group: 'business',
      right: 'customers.see',
      keepAlive: true,
    },
  },
  {
    path: '/pools/leads',
    name: 'lead_pools',
    component: () => import('@/views/lead_pools/index.vue'),
    meta: {
      title: 'pools.lead_pools',
      icon: Waves,
      order: 4.94,
      group: 'business',
      right: 'leads.see',
      keepAlive: true,
    },
  },
  {
    path: '/deleted-objects',
    name: 'deleted_objects',
    component: () => import('@/views/deleted_objects/index.vue'),
    meta: { title: 'objects.deleted.title', under: 'customers', right: 'customers.delete', keepAlive: true },
  },
  {
    path: '/follow-ups',
    name: 'follow_ups',
    component: () => import('@/views/follow_ups/index.vue'),
    meta: {
      title: 'follow_ups.title',
      icon: NotebookPen,
      order: 4.96,
      group: 'business',
      right: 'customers.see',
      keepAlive: true,
    },
  },
  {
    path: '/service-records',
    name: 'service_records',
    component: () => import('@/views/service_records/index.vue'),
    meta: {
      title: 'service_records.title',
      icon: ClipboardPen,
      order: 4.97,
      group: 'business',
      right: 'customers.see',
      keepAlive: true,
    },
  },
  {
    path: '/work-orders',
    name: 'work_orders',
    component: () => import('@/views/work_orders/index.vue'),
    meta: {
      title: 'work_orders.title',
      icon: ClipboardList,
      order: 4.95,
      group: 'business',
      right: 'orders.see',
      keepAlive: true,
    },
  },
  {
    path: '/contact-history',
    name: 'contact_history',
    component: () => import('@/views/contact_history/index.vue'),
    meta: { title: 'contact_history.title', under: 'service_records', right: 'customers.see', keepAlive: true },
  },
];
