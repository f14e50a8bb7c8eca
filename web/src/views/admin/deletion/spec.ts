import { fetchDeletions, type Deletion } from '@/api/advanced';
import { counted, translate } from '@/i18n';
import { actsCell, tagCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListSpec } from '@/list/list_spec';
import { formatDate, formatTime } from '@/realtime/durations';

export const dataKinds = [
  'call_records',
  'recordings',
  'voicemails',
  'texts',
  'customers',
  'service_records',
  'work_orders',
  'answer_sheets',
  'tasks',
  'system_messages',
  'logs',
] as const;
const states = ['running', 'done', 'cancelled', 'failed'] as const;
const tones = { running: 'brand', done: 'ok', failed: 'bad' } as const;

export const deletionActs = (row: Deletion): RowAct[] =>
  row.state === 'running' ? [{ id: 'stop', title: 'advanced.deletion.stop' }] : [];

/** Who deleted what, and when (R267): nobody deletes from this list. */
export function deletionsSpec(): ListSpec<Deletion> {
  return {
    name: 'admin_deletion',
    title: 'advanced.deletion.log',
    empty: 'advanced.deletion.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchDeletions,
    file: { list: 'data-deletions' },
    presets: [],
    filters: [
      { key: 'days', title: 'records.filter.days', kind: 'days', args: daysArgs },
      {
        key: 'kind',
        title: 'advanced.deletion.column.kind',
        kind: 'choice',
        choices: () => dataKinds.map((value) => ({ value, label: translate(`advanced.deletion.kind.${value}`) })),
      },
      {
        key: 'state',
        title: 'advanced.deletion.column.state',
        kind: 'choice',
        choices: () => states.map((value) => ({ value, label: translate(`advanced.deletion.state.${value}`) })),
      },
    ],
    columns: [
      {
        key: 'created_at_ms',
        title: 'advanced.deletion.column.created',
        width: 132,
        fixed: 'start',
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'kind',
        title: 'advanced.deletion.column.kind',
        width: 132,
        sort: 'kind',
        text: (row) => translate(`advanced.deletion.kind.${row.kind}`),
      },
      {
        key: 'before_ms',
        title: 'advanced.deletion.column.before',
        width: 132,
        sort: 'before_ms',
        text: (row) => formatDate(row.before_ms),
      },
      {
        key: 'state',
        title: 'advanced.deletion.column.state',
        width: 120,
        sort: 'state',
        cell: tagCell<Deletion>((row) => ({
          text: translate(`advanced.deletion.state.${row.state}`),
          tone: tones[row.state as keyof typeof tones],
        })),
      },
      {
        key: 'deleted',
        title: 'advanced.deletion.column.deleted',
        width: 132,
        align: 'right',
        sort: 'deleted',
        text: (row) =>
          row.state === 'done' ? counted(row.deleted) : `${counted(row.deleted)} / ${counted(row.counted)}`,
      },
      {
        key: 'agent_name',
        title: 'advanced.deletion.column.operator',
        width: 160,
        sort: 'agent_name',
        text: (row) => `${row.agent_name} ${row.agent}`.trim(),
      },
      {
        key: 'address',
        title: 'advanced.deletion.column.address',
        width: 140,
        sort: 'address',
        text: (row) => row.address,
      },
      {
        key: 'ended_at_ms',
        title: 'advanced.deletion.column.ended',
        width: 132,
        sort: 'ended_at_ms',
        text: (row) => formatTime(row.ended_at_ms),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 96,
        fixed: 'end',
        cell: actsCell<Deletion>(deletionActs),
      },
    ],
  };
}
