import { ChartColumn, FileDown, History } from 'lucide-vue-next';
import type { RouteRecordRaw } from 'vue-router';

/** What was done and counted: reports, logs, files that were taken away. */
export const analysisPages: RouteRecordRaw[] = [
  {
    path: '/reports/:key?',
    name: 'reports',
    component: () => import('@/views/reports/index.vue'),
    meta: {
      title: 'reports.title',
      icon: ChartColumn,
      order: 70,
      group: 'analysis',
      right: 'reports.see',
      keepAlive: true,
    },
  },
  {
    path: '/report-schedules',
    name: 'report_schedules',
    component: () => import('@/views/report_schedules/index.vue'),
    meta: { title: 'reports.schedule.page', under: 'reports', right: 'reports.see', keepAlive: true },
  },
  {
    path: '/questionnaire-report',
    name: 'questionnaire_report',
    component: () => import('@/views/questionnaire_report/index.vue'),
    meta: { title: 'questionnaires.report', under: 'reports', right: 'reports.see', keepAlive: true },
  },
  {
    path: '/logs/operations',
    name: 'operations',
    component: () => import('@/views/logs/operations/index.vue'),
    meta: { title: 'logs.operations', icon: History, order: 18, group: 'people', right: 'logs.see', keepAlive: true },
  },
  {
    path: '/logs/agent-states',
    name: 'agent_states',
    component: () => import('@/views/logs/agent_states/index.vue'),
    meta: { title: 'logs.agent_states', under: 'operations', right: 'logs.see', keepAlive: true },
  },
  {
    path: '/logs/sign-ins',
    name: 'sign_ins',
    component: () => import('@/views/logs/sign_ins/index.vue'),
    meta: { title: 'logs.sign_ins', under: 'operations', right: 'logs.see', keepAlive: true },
  },
  {
    path: '/logs/exports',
    name: 'export_log',
    component: () => import('@/views/logs/exports/index.vue'),
    meta: { title: 'logs.export_log', under: 'operations', right: 'logs.see', keepAlive: true },
  },
  {
    path: '/logs/configuration',
    name: 'config_changes',
    component: () => import('@/views/logs/config_changes/index.vue'),
    meta: { title: 'logs.config_changes', under: 'operations', right: 'site.configure', keepAlive: true },
  },
  {
    path: '/data-jobs',
    name: 'data_jobs',
    component: () => import('@/views/data_jobs/index.vue'),
    meta: { title: 'data_jobs.title', icon: FileDown, order: 72, group: 'analysis', keepAlive: true },
  },
  {
    path: '/data-jobs/imports',
    name: 'imports',
    component: () => import('@/views/data_jobs/imports/index.vue'),
    meta: { title: 'imports.title', under: 'data_jobs', keepAlive: true },
  },
  {
    path: '/data-jobs/approvals',
    name: 'export_approvals',
    component: () => import('@/views/data_jobs/approvals/index.vue'),
    meta: { title: 'approvals.title', under: 'data_jobs', right: 'exports.approve', keepAlive: true },
  },
];
