import { fetchJobs, type DataJob } from '@/api/jobs';
import { counted, translate } from '@/i18n';
import { actsCell, tagCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { sizeText } from '../recordings/sizes';

export const states = ['asked', 'refused', 'waiting', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;
export const tones = {
  asked: 'warn',
  refused: 'bad',
  waiting: 'brand',
  running: 'brand',
  done: 'ok',
  failed: 'bad',
} as const;
const problems = ['interrupted', 'no_right', 'not_decided'];

function stateText(row: DataJob): string {
  const text = translate(`data_jobs.state.${row.state}`);
  if (problems.includes(row.problem)) {
    return translate(`data_jobs.${row.problem}`);
  }
  return row.state === 'running' && row.rows_total
    ? `${text} ${Math.floor((100 * row.rows_done) / row.rows_total)}%`
    : text;
}

/** Who decided, and what he said to it, if he did. */
function decided({ decided_by: who, decision }: DataJob): string {
  if (!who) return translate('common.none');
  return decision ? translate('common.said', { what: who, text: decision }) : who;
}

/** A file is offered as long as it is kept, and only to whom it belongs (R215). */
export function jobActs(row: DataJob): RowAct[] {
  if (!row.mine) return [];
  if (row.state === 'done') return [{ id: 'download', title: 'data_jobs.download' }];
  return ['asked', 'waiting', 'running'].includes(row.state) ? [{ id: 'cancel', title: 'data_jobs.cancel' }] : [];
}

export function jobsSpec(): ListSpec<DataJob> {
  return {
    name: 'data_jobs',
    title: 'data_jobs.title',
    empty: 'data_jobs.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchJobs,
    presets: [],
    filters: [
      { key: 'days', title: 'records.filter.days', kind: 'days', initial: 'last7', args: daysArgs },
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
        key: 'created',
        title: 'data_jobs.column.created',
        width: 124,
        fixed: 'start',
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      { key: 'file', title: 'data_jobs.column.file', width: 280, sort: 'file_name', text: (row) => row.file_name },
      {
        key: 'operator',
        title: 'data_jobs.column.operator',
        width: 140,
        sort: 'agent',
        text: (row) => `${row.agent_name} ${row.agent}`.trim(),
      },
      {
        key: 'state',
        title: 'data_jobs.column.state',
        width: 132,
        sort: 'state',
        cell: tagCell<DataJob>((row) => ({ text: stateText(row), tone: tones[row.state as keyof typeof tones] })),
      },
      {
        key: 'decision',
        title: 'approvals.column.decision',
        width: 200,
        text: decided,
      },
      {
        key: 'why',
        title: 'approvals.column.why',
        width: 180,
        optional: true,
        sort: 'why',
        text: (row) => row.why || translate('common.none'),
      },
      {
        key: 'rows',
        title: 'data_jobs.column.rows',
        width: 96,
        align: 'right',
        sort: 'rows_total',
        text: (row) => counted(row.rows_total),
      },
      {
        key: 'size',
        title: 'data_jobs.column.size',
        width: 96,
        align: 'right',
        sort: 'size_bytes',
        text: (row) => (row.size_bytes ? sizeText(row.size_bytes) : '–'),
      },
      {
        key: 'expires',
        title: 'data_jobs.column.expires',
        width: 124,
        sort: 'expires_at_ms',
        text: (row) => formatTime(row.expires_at_ms),
      },
      { key: 'actions', title: 'records.column.actions', width: 108, fixed: 'end', cell: actsCell<DataJob>(jobActs) },
    ],
  };
}
