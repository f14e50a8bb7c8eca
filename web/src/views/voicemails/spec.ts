import { CirclePlay } from 'lucide-vue-next';
import { voicemails, type Voicemail } from '@/api/services';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatDuration } from '@/realtime/durations';
import { usePhone } from '@/stores/phone';
import { lengthFilter } from '../records/spec';
import { agentOf, choices, queueOf, serviceFilters } from '../services/texts';

/** Who heard the message first. */
export const listenerOf = (row: Voicemail): string =>
  row.listened_by ? `${row.listened_by_name} ${row.listened_by}`.trim() : translate('common.none');

export function voicemailsSpec(): ListSpec<Voicemail> {
  const phone = usePhone();
  return seen<Voicemail>({
    name: 'voicemails',
    title: 'voicemails.title',
    empty: 'voicemails.empty',
    order: '-left_at_ms',
    keyOf: (row) => row.id,
    fetch: voicemails.fetch,
    file: { list: 'voicemails', columns: { by: 'listened_by' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'new', title: 'voicemails.is.false', conditions: { listened: 'false' } },
      { key: 'heard', title: 'voicemails.is.true', conditions: { listened: 'true' } },
    ],
    filters: [
      ...serviceFilters({
        key: 'listened',
        title: 'voicemails.state',
        kind: 'choice',
        choices: choices('voicemails.is', ['false', 'true']),
      }),
      lengthFilter('voicemails.column.duration'),
    ],
    columns: [
      {
        key: 'time',
        title: 'voicemails.column.time',
        width: 124,
        fixed: 'start',
        sort: 'left_at_ms',
        cell: timeCell<Voicemail>((row) => row.left_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 160,
        sort: 'number',
        number: true,
        cell: numberCell<Voicemail>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      {
        key: 'called',
        title: 'records.column.called',
        width: 128,
        optional: true,
        text: (row) => row.called_number || '–',
      },
      { key: 'queue', title: 'records.column.queue', width: 132, text: queueOf },
      { key: 'agent', title: 'voicemails.column.mailbox', width: 140, text: agentOf },
      {
        key: 'duration',
        title: 'voicemails.column.duration',
        width: 96,
        align: 'right',
        sort: 'duration_ms',
        text: (row) => formatDuration(row.duration_ms),
      },
      {
        key: 'listened',
        title: 'voicemails.state',
        width: 116,
        sort: 'listened',
        cell: tagCell<Voicemail>((row) => ({
          text: translate(`voicemails.is.${row.listened}`),
          tone: row.listened ? undefined : 'brand',
        })),
      },
      { key: 'by', title: 'voicemails.column.by', width: 116, text: listenerOf },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 112,
        fixed: 'end',
        cell: actsCell<Voicemail>(() => [{ id: 'play', title: 'records.play', icon: CirclePlay, opens: true }]),
      },
    ],
  });
}
