import { CirclePlay } from 'lucide-vue-next';
import { forwardedCalls, type ForwardedCall } from '@/api/services';
import { actsCell, numberCell, timeCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatDuration } from '@/realtime/durations';
import { usePhone } from '@/stores/phone';
import { lengthFilter } from '../records/spec';
import { agentOf, queueOf, serviceFilters } from '../services/texts';

export function forwardedSpec(): ListSpec<ForwardedCall> {
  const phone = usePhone();
  return seen<ForwardedCall>({
    name: 'forwarded_calls',
    title: 'forwarded_calls.title',
    empty: 'forwarded_calls.empty',
    order: '-answered_at_ms',
    keyOf: (row) => row.id,
    fetch: forwardedCalls.fetch,
    file: { list: 'forwarded-calls' },
    presets: [],
    filters: [...serviceFilters(), lengthFilter('records.filter.length')],
    columns: [
      {
        key: 'time',
        title: 'forwarded_calls.column.time',
        width: 124,
        fixed: 'start',
        sort: 'answered_at_ms',
        cell: timeCell<ForwardedCall>((row) => row.answered_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 160,
        cell: numberCell<ForwardedCall>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      {
        key: 'mobile',
        title: 'forwarded_calls.column.mobile',
        width: 140,
        sort: 'mobile',
        field: 'employee.mobile',
        text: (row) => row.mobile,
      },
      { key: 'agent', title: 'records.column.agent', width: 132, text: agentOf },
      { key: 'queue', title: 'records.column.queue', width: 116, text: queueOf },
      {
        key: 'talk',
        title: 'records.column.talk',
        width: 88,
        align: 'right',
        sort: 'talk_ms',
        text: (row) => formatDuration(row.talk_ms),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 112,
        fixed: 'end',
        cell: actsCell<ForwardedCall>((row) => [
          row.recording
            ? { id: 'play', title: 'records.play', icon: CirclePlay, opens: true }
            : { id: 'detail', title: 'records.detail', opens: true },
        ]),
      },
    ],
  });
}
