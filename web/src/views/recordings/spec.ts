import { fetchRecordings, type Recording } from '@/api/recordings';
import { translate } from '@/i18n';
import type { ListFilter, ListSpec } from '@/list/list_spec';
import { formatDuration, formatTime } from '@/realtime/durations';
import DirectionCell from '../records/cells/DirectionCell.vue';
import NumberCell from '../records/cells/NumberCell.vue';
import ResultCell from '../records/cells/ResultCell.vue';
import TimeCell from '../records/cells/TimeCell.vue';
import { agentText, queueText } from '../records/record_texts';
import { useSession } from '@/stores/session';
import { callFilters, lengthFilter } from '../records/spec';
import PlayCell from './PlayCell.vue';
import { sizeText } from './sizes';

/** With a note, or without (R099). */
const annotated: ListFilter = {
  key: 'annotated',
  title: 'recordings.notes.title',
  kind: 'choice',
  more: true,
  choices: () => ['true', 'false'].map((value) => ({ value, label: translate(`recordings.notes.is.${value}`) })),
};

export function recordingsSpec(): ListSpec<Recording> {
  return {
    name: 'recordings',
    title: 'recordings.title',
    empty: 'recordings.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchRecordings,
    selectable: useSession().may('recordings.download'),
    file: { list: 'recordings', columns: { time: 'started_at_ms', duration: 'duration_ms', size: 'size_bytes' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'inbound', title: 'records.preset.inbound', conditions: { direction: 'inbound' } },
      { key: 'outbound', title: 'records.preset.outbound', conditions: { direction: 'manual_outbound' } },
      { key: 'internal', title: 'records.preset.internal', conditions: { direction: 'internal' } },
    ],
    filters: [
      ...callFilters().filter((filter) => filter.key !== 'result'),
      lengthFilter('recordings.filter.length'),
      annotated,
    ],
    columns: [
      { key: 'time', title: 'records.column.time', width: 124, fixed: 'start', sort: 'created_at_ms', cell: TimeCell },
      { key: 'direction', title: 'records.column.direction', width: 112, cell: DirectionCell },
      { key: 'customer_name', title: 'records.column.name', width: 108, text: (row) => row.customer_name || '–' },
      { key: 'customer', title: 'records.column.customer', width: 156, cell: NumberCell },
      {
        key: 'called',
        title: 'records.column.called',
        width: 128,
        optional: true,
        text: (row) => row.called_number || '–',
      },
      { key: 'queue', title: 'records.column.queue', width: 116, text: queueText },
      { key: 'agent', title: 'records.column.agent', width: 132, text: agentText },
      {
        key: 'duration',
        title: 'recordings.column.duration',
        width: 96,
        align: 'right',
        text: (row) => formatDuration(row.duration_ms),
      },
      {
        key: 'size',
        title: 'recordings.column.size',
        width: 96,
        align: 'right',
        text: (row) => sizeText(row.size_bytes),
      },
      {
        key: 'annotated',
        title: 'recordings.column.annotated',
        width: 124,
        sort: 'annotated_at_ms',
        // R100: nobody has noted anything: blank.
        text: (row) => (row.annotated_at_ms ? formatTime(row.annotated_at_ms) : ''),
      },
      { key: 'result', title: 'records.column.result', width: 104, optional: true, cell: ResultCell },
      { key: 'actions', title: 'records.column.actions', width: 112, fixed: 'end', cell: PlayCell },
    ],
  };
}
