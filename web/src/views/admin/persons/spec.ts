import { fetchPersonRequests, type PersonRequest } from '@/api/persons';
import { counted, translate } from '@/i18n';
import { tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';

const whats = ['exported', 'erased'] as const;
const states = ['running', 'held', 'done', 'failed'] as const;
const tones = { running: 'brand', held: 'warn', done: 'ok', failed: 'bad' } as const;

const countsText = (row: PersonRequest): string =>
  row.counts
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => `${translate(`persons.of.${what}`)} ${counted(count)}`)
    .join(' · ');

/** Who asked for what of whom, and when (B20): nobody changes this list. */
export function personRequestsSpec(): ListSpec<PersonRequest> {
  return {
    name: 'admin_persons',
    title: 'persons.log',
    empty: 'persons.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchPersonRequests,
    file: { list: 'person-requests' },
    presets: [],
    filters: [
      { key: 'days', title: 'records.filter.days', kind: 'days', args: daysArgs },
      {
        key: 'what',
        title: 'persons.column.what',
        kind: 'choice',
        choices: () => whats.map((value) => ({ value, label: translate(`persons.what.${value}`) })),
      },
      {
        key: 'state',
        title: 'persons.column.state',
        kind: 'choice',
        choices: () => states.map((value) => ({ value, label: translate(`persons.state.${value}`) })),
      },
    ],
    columns: [
      {
        key: 'created_at_ms',
        title: 'persons.column.created',
        width: 132,
        fixed: 'start',
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'what',
        title: 'persons.column.what',
        width: 88,
        sort: 'what',
        text: (row) => translate(`persons.what.${row.what}`),
      },
      { key: 'number', title: 'persons.column.number', width: 132, text: (row) => row.number },
      {
        key: 'state',
        title: 'persons.column.state',
        width: 148,
        sort: 'state',
        cell: tagCell<PersonRequest>((row) => ({
          text: translate(`persons.state.${row.state}`),
          tone: tones[row.state],
        })),
      },
      { key: 'counts', title: 'persons.column.counts', width: 280, text: countsText },
      { key: 'reason', title: 'persons.column.reason', width: 220, text: (row) => row.reason },
      {
        key: 'agent_name',
        title: 'persons.column.operator',
        width: 160,
        sort: 'agent_name',
        text: (row) => `${row.agent_name} ${row.agent}`.trim(),
      },
      {
        key: 'held_until_ms',
        title: 'persons.column.held',
        width: 132,
        sort: 'held_until_ms',
        text: (row) => (row.held_until_ms ? formatTime(row.held_until_ms) : ''),
      },
      { key: 'address', title: 'persons.column.address', width: 140, sort: 'address', text: (row) => row.address },
      {
        key: 'ended_at_ms',
        title: 'persons.column.ended',
        width: 132,
        sort: 'ended_at_ms',
        text: (row) => (row.ended_at_ms ? formatTime(row.ended_at_ms) : ''),
      },
    ],
  };
}
