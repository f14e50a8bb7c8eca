import { fetchImports, type ImportView } from '@/api/imports';
import { counted, translate } from '@/i18n';
import { openCell, tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListColumn, ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';

const states = [
  'checking',
  'checked',
  'waiting',
  'running',
  'stopped',
  'done',
  'cancelled',
  'failed',
  'expired',
] as const;
const kinds = ['customers', 'leads', 'contacts', 'users', 'blocked-numbers'] as const;
const tones = {
  checking: 'brand',
  checked: 'warn',
  waiting: 'brand',
  running: 'brand',
  stopped: 'warn',
  done: 'ok',
  failed: 'bad',
} as const;

export function stateText(row: Pick<ImportView, 'state' | 'rows_done' | 'rows_total'>): string {
  const text = translate(`imports.state.${row.state}`);
  const isOn = row.state === 'running' || row.state === 'checking';
  return isOn && row.rows_total ? `${text} ${Math.floor((100 * row.rows_done) / row.rows_total)}%` : text;
}

const count = (key: 'rows_total' | 'rows_added' | 'rows_changed' | 'rows_failed'): ListColumn<ImportView> => ({
  key,
  title: `imports.column.${key === 'rows_total' ? 'rows' : key.slice('rows_'.length)}`,
  width: 80,
  align: 'right',
  sort: key,
  text: (row) => counted(row[key]),
});

export function importsSpec(): ListSpec<ImportView> {
  return {
    name: 'imports',
    title: 'imports.title',
    empty: 'imports.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchImports,
    presets: [],
    filters: [
      { key: 'days', title: 'records.filter.days', kind: 'days', initial: 'last7', args: daysArgs },
      {
        key: 'kind',
        title: 'imports.column.kind',
        kind: 'choice',
        choices: () => kinds.map((value) => ({ value, label: translate(`imports.kind.${value}`) })),
      },
      {
        key: 'state',
        title: 'imports.column.state',
        kind: 'choice',
        choices: () => states.map((value) => ({ value, label: translate(`imports.state.${value}`) })),
      },
      { key: 'find', title: 'logs.search', kind: 'search', args: (text) => ({ search: text }) },
    ],
    columns: [
      {
        key: 'created',
        title: 'imports.column.created',
        width: 124,
        fixed: 'start',
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'kind',
        title: 'imports.column.kind',
        width: 96,
        sort: 'kind',
        text: (row) => translate(`imports.kind.${row.kind}`),
      },
      {
        key: 'file',
        title: 'imports.column.file',
        width: 240,
        sort: 'file_name',
        cell: openCell<ImportView>((row) => row.file_name),
      },
      {
        key: 'operator',
        title: 'imports.column.operator',
        width: 140,
        sort: 'agent',
        text: (row) => `${row.agent_name} ${row.agent}`.trim(),
      },
      {
        key: 'state',
        title: 'imports.column.state',
        width: 116,
        sort: 'state',
        cell: tagCell<ImportView>((row) => ({ text: stateText(row), tone: tones[row.state as keyof typeof tones] })),
      },
      count('rows_total'),
      count('rows_added'),
      count('rows_changed'),
      count('rows_failed'),
      {
        key: 'expires',
        title: 'imports.column.expires',
        width: 124,
        sort: 'expires_at_ms',
        text: (row) => formatTime(row.expires_at_ms),
      },
    ],
  };
}
