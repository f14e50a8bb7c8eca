import { lostCalls, type LostCall } from '@/api/services';
import { actsCell, numberCell, tagCell, timeCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatDuration, formatTime } from '@/realtime/durations';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { choices, queueOf, serviceFilters } from '../services/texts';
import { lostActs, lostTag } from './acts';

export function lostSpec(): ListSpec<LostCall> {
  const phone = usePhone();
  const session = useSession();
  return {
    name: 'lost_calls',
    title: 'lost_calls.title',
    empty: 'lost_calls.empty',
    order: '-lost_at_ms',
    keyOf: (row) => row.id,
    fetch: lostCalls.fetch,
    file: { list: 'lost-calls', columns: { wait: 'wait_ms', opened: '', state: 'state,owner,owner_name' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'open', title: 'lost_calls.is.open', conditions: { state: 'open' } },
      { key: 'completed', title: 'lost_calls.is.completed', conditions: { state: 'completed' } },
    ],
    filters: serviceFilters(
      {
        key: 'state',
        title: 'lost_calls.state',
        kind: 'choice',
        choices: choices('lost_calls.is', ['open', 'free', 'occupied', 'completed']),
      },
      ['agent'],
    ),
    columns: [
      {
        key: 'time',
        title: 'lost_calls.column.time',
        width: 124,
        fixed: 'start',
        sort: 'lost_at_ms',
        cell: timeCell<LostCall>((row) => row.lost_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 160,
        cell: numberCell<LostCall>(
          (row) => row.number,
          (row) => lostActs(row, phone.hasPhone).some(({ id }) => id === 'call_back'),
        ),
      },
      { key: 'region', title: 'records.column.region', width: 112, text: (row) => row.region || '–' },
      { key: 'called', title: 'records.column.called', width: 128, text: (row) => row.called_number || '–' },
      { key: 'queue', title: 'records.column.queue', width: 116, text: queueOf },
      { key: 'calls', title: 'lost_calls.column.calls', width: 88, align: 'right', text: (row) => String(row.calls) },
      {
        key: 'wait',
        title: 'records.column.wait',
        width: 88,
        align: 'right',
        text: (row) => formatDuration(row.wait_ms),
      },
      {
        key: 'opened',
        title: 'lost_calls.column.opened',
        width: 124,
        optional: true,
        text: (row) => formatTime(row.opened_at_ms),
      },
      { key: 'state', title: 'lost_calls.state', width: 148, sort: 'owner', cell: tagCell<LostCall>(lostTag) },
      {
        key: 'completed',
        title: 'lost_calls.column.completed',
        width: 124,
        optional: true,
        sort: 'completed_at_ms',
        text: (row) => formatTime(row.completed_at_ms),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 176,
        fixed: 'end',
        cell: actsCell<LostCall>((row) => (session.may('lost_calls.handle') ? lostActs(row, phone.hasPhone) : [])),
      },
    ],
  };
}
