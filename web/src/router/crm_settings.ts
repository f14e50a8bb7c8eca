import { Boxes } from 'lucide-vue-next';
import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

type View = () => Promise<{ default: Component }>;
const page = (name: string, component: View): RouteRecordRaw => ({
  path: `/admin/crm/${name}`,
  name: `crm_${name}`,
  component,
  meta: {
    title: `crm_settings.nav.${name}`,
    right: 'crm.configure',
    keepAlive: true,
    under: 'crm_fields',
  },
});

/** The settings of the business objects (业务对象, 业务规则): one entry of the menu, its pages beside each other. */
export const crmSettingPages: RouteRecordRaw[] = [
  {
    path: '/admin/crm/fields',
    name: 'crm_fields',
    component: () => import('@/views/crm_settings/fields/index.vue'),
    meta: {
      title: 'crm_settings.title',
      icon: Boxes,
      order: 27.5,
      group: 'setup',
      right: 'crm.configure',
      keepAlive: true,
    },
  },
  page('stages', () => import('@/views/crm_settings/stages/index.vue')),
  page('tags', () => import('@/views/crm_settings/tags/index.vue')),
  page('groups', () => import('@/views/crm_settings/groups/index.vue')),
  page('pools', () => import('@/views/crm_settings/pools/index.vue')),
  page('dedup', () => import('@/views/crm_settings/dedup/index.vue')),
  page('allocation', () => import('@/views/crm_settings/allocation/index.vue')),
  page('mapping', () => import('@/views/crm_settings/mapping/index.vue')),
  page('templates', () => import('@/views/crm_settings/templates/index.vue')),
  page('service_form', () => import('@/views/crm_settings/service_form/index.vue')),
];
