import { callbacks, type Callback } from '@/api/services';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell, type Tag } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { agentOf, choices, queueOf, serviceFilters } from '../services/texts';

const states = ['open', 'answered', 'gave_up', 'cancelled'] as const;
const tones: Partial<Record<string, Tag['tone']>> = { open: 'brand', gave_up: 'warn', answered: 'ok' };

export function callbacksSpec(): ListSpec<Callback> {
  const phone = usePhone();
  // Giving up somebody's place is a leader's decision.
  const mayCancel = useSession().may('callbacks.cancel');
  return {
    name: 'callbacks',
    title: 'callbacks.title',
    empty: 'callbacks.empty',
    order: '-asked_at_ms',
    keyOf: (row) => row.id,
    fetch: callbacks.fetch,
    file: { list: 'callbacks', columns: { last: 'last_result', state: 'state' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'open', title: 'callbacks.is.open', conditions: { state: 'open' } },
      { key: 'gave_up', title: 'callbacks.is.gave_up', conditions: { state: 'gave_up' } },
    ],
    filters: serviceFilters({
      key: 'state',
      title: 'callbacks.state',
      kind: 'choice',
      choices: choices('callbacks.is', states),
    }),
    columns: [
      {
        key: 'time',
        title: 'callbacks.column.time',
        width: 124,
        fixed: 'start',
        sort: 'asked_at_ms',
        cell: timeCell<Callback>((row) => row.asked_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 160,
        cell: numberCell<Callback>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      { key: 'queue', title: 'records.column.queue', width: 116, text: queueOf },
      {
        key: 'attempts',
        title: 'callbacks.column.attempts',
        width: 88,
        align: 'right',
        sort: 'attempts',
        text: (row) => String(row.attempts),
      },
      {
        key: 'tried',
        title: 'callbacks.column.tried',
        width: 124,
        sort: 'tried_at_ms',
        text: (row) => formatTime(row.tried_at_ms),
      },
      {
        key: 'last',
        title: 'callbacks.column.last',
        width: 116,
        text: (row) => (row.last_result ? translate(`callbacks.tried.${row.last_result}`) : '–'),
      },
      { key: 'agent', title: 'records.column.agent', width: 132, text: agentOf },
      {
        key: 'state',
        title: 'callbacks.state',
        width: 108,
        sort: 'result',
        cell: tagCell<Callback>((row) => ({ text: translate(`callbacks.is.${row.state}`), tone: tones[row.state] })),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 144,
        fixed: 'end',
        cell: actsCell<Callback>((row) =>
          row.state === 'open' && mayCancel
            ? [{ id: 'cancel', title: 'callbacks.cancel' }]
            : [{ id: 'detail', title: 'records.detail', opens: true }],
        ),
      },
    ],
  };
}
