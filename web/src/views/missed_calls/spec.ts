import { missedCalls, type MissedCall } from '@/api/services';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatDuration } from '@/realtime/durations';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { lengthFilter } from '../records/spec';
import { agentOf, choices, queueOf, serviceFilters } from '../services/texts';
import { missedActs } from './acts';

export function missedSpec(): ListSpec<MissedCall> {
  const phone = usePhone();
  const mayHear = useSession().may('recordings.play');
  const mayCall = (row: MissedCall): boolean => phone.hasPhone && Boolean(row.number);
  return {
    name: 'missed_calls',
    title: 'missed_calls.title',
    empty: 'missed_calls.empty',
    order: '-ringing_at_ms',
    keyOf: (row) => row.id,
    fetch: missedCalls.fetch,
    file: { list: 'missed-calls', columns: { later: 'answered' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'open', title: 'missed_calls.open', conditions: { handled: 'false' } },
      { key: 'handled', title: 'missed_calls.handled', conditions: { handled: 'true' } },
    ],
    filters: [
      ...serviceFilters({
        key: 'handled',
        title: 'missed_calls.state',
        kind: 'choice',
        choices: choices('missed_calls.handled_is', ['false', 'true']),
      }),
      lengthFilter('missed_calls.ring_length'),
    ],
    columns: [
      {
        key: 'time',
        title: 'missed_calls.column.time',
        width: 116,
        fixed: 'start',
        sort: 'ringing_at_ms',
        cell: timeCell<MissedCall>((row) => row.ringing_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 144,
        cell: numberCell<MissedCall>((row) => row.number, mayCall),
      },
      { key: 'region', title: 'records.column.region', width: 96, text: (row) => row.region || '–' },
      {
        key: 'called',
        title: 'records.column.called',
        width: 128,
        optional: true,
        text: (row) => row.called_number || '–',
      },
      { key: 'queue', title: 'records.column.queue', width: 100, text: queueOf },
      { key: 'agent', title: 'records.column.agent', width: 124, text: agentOf },
      {
        key: 'ring',
        title: 'records.column.ring',
        width: 80,
        align: 'right',
        sort: 'ring_ms',
        text: (row) => formatDuration(row.ring_ms),
      },
      {
        key: 'how',
        title: 'missed_calls.column.how',
        width: 104,
        text: (row) => translate(`missed_calls.how.${row.how}`),
      },
      {
        key: 'later',
        title: 'missed_calls.column.later',
        width: 116,
        text: (row) => translate(row.answered ? 'missed_calls.answered_later' : 'missed_calls.nobody'),
      },
      {
        key: 'handled',
        title: 'missed_calls.state',
        width: 100,
        sort: 'handled',
        cell: tagCell<MissedCall>((row) => ({
          text: translate(row.handled ? 'missed_calls.handled' : 'missed_calls.open'),
          tone: row.handled ? undefined : 'warn',
        })),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 196,
        fixed: 'end',
        cell: actsCell<MissedCall>((row) => missedActs(row, mayCall(row), mayHear)),
      },
    ],
  };
}
