import { fetchApprovals, type ExportApproval } from '@/api/jobs';
import { i18n, translate } from '@/i18n';
import { actsCell, tagCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { states, tones } from '../spec';

const none = (text: string): string => text || translate('common.none');

/** What the list is narrowed to; both languages come from the server, because who asked may read the other one. */
export const saidText = (row: { said_zh: string; said_en: string }): string =>
  (i18n.global.locale.value === 'en' ? row.said_en : row.said_zh) || translate('approvals.everything');

export const approvalActs = (row: ExportApproval): RowAct[] =>
  row.state === 'asked'
    ? [
        { id: 'approve', title: 'approvals.approve' },
        { id: 'refuse', title: 'approvals.refuse' },
      ]
    : [];

/** Exports that wait for a yes, and those that got an answer (B14). */
export function approvalsSpec(): ListSpec<ExportApproval> {
  return {
    name: 'export_approvals',
    title: 'approvals.title',
    empty: 'approvals.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchApprovals,
    file: { list: 'export-approvals', columns: { said: 'said_zh', rows: 'rows_total', file: 'file_name' } },
    presets: [
      { key: 'all', title: 'approvals.all', conditions: {} },
      { key: 'asked', title: 'approvals.waiting', conditions: { state: 'asked' } },
    ],
    filters: [
      { key: 'days', title: 'records.filter.days', kind: 'days', initial: 'last30', args: daysArgs },
      {
        key: 'state',
        title: 'data_jobs.column.state',
        kind: 'choice',
        choices: () => states.map((value) => ({ value, label: translate(`data_jobs.state.${value}`) })),
      },
      { key: 'find', title: 'logs.search', kind: 'search', args: (text) => ({ search: text }) },
    ],
    columns: [
      {
        key: 'created_at_ms',
        title: 'approvals.column.asked_at',
        width: 124,
        fixed: 'start',
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'agent',
        title: 'approvals.column.by',
        width: 132,
        sort: 'agent',
        text: (row) => `${row.agent_name} ${row.agent}`.trim(),
      },
      {
        key: 'department',
        title: 'logs.column.department',
        width: 108,
        optional: true,
        sort: 'department',
        text: (row) => none(row.department),
      },
      { key: 'file', title: 'data_jobs.column.file', width: 240, sort: 'file_name', text: (row) => row.file_name },
      { key: 'said', title: 'approvals.column.said', width: 240, text: saidText },
      {
        key: 'rows',
        title: 'data_jobs.column.rows',
        width: 80,
        align: 'right',
        sort: 'rows_total',
        text: (row) => String(row.rows_total),
      },
      { key: 'why', title: 'approvals.column.why', width: 200, text: (row) => row.why },
      {
        key: 'state',
        title: 'data_jobs.column.state',
        width: 100,
        sort: 'state',
        cell: tagCell<ExportApproval>((row) => ({
          text: translate(row.state === 'expired' ? 'approvals.expired' : `data_jobs.state.${row.state}`),
          tone: tones[row.state as keyof typeof tones],
        })),
      },
      {
        key: 'decided_by',
        title: 'approvals.column.decided_by',
        width: 108,
        sort: 'decided_by',
        text: (row) => none(row.decided_by),
      },
      {
        key: 'decided_at_ms',
        title: 'approvals.column.decided_at',
        width: 124,
        optional: true,
        sort: 'decided_at_ms',
        text: (row) => formatTime(row.decided_at_ms),
      },
      { key: 'decision', title: 'approvals.column.decision', width: 160, text: (row) => none(row.decision) },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 128,
        fixed: 'end',
        cell: actsCell<ExportApproval>(approvalActs),
      },
    ],
  };
}
