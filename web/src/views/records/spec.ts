import { fetchCallRecords, type CallRecord } from '@/api/call_records';
import { translate } from '@/i18n';
import { daysArgs } from '@/list/days';
import { lengthArgs } from '@/list/lengths';
import { searchArgs } from '@/list/list_query';
import type { Choice, ListFilter, ListPreset, ListSpec } from '@/list/list_spec';
import { useFilterChoices } from '@/stores/filter_choices';
import { useReports } from '@/stores/reports';
import { useSession } from '@/stores/session';
import { figureArgs, figureWords } from '../reports/report_calls';
import { levelFilter } from '../surveys/spec';
import ActionCell from './cells/ActionCell.vue';
import DirectionCell from './cells/DirectionCell.vue';
import NumberCell from './cells/NumberCell.vue';
import ResultCell from './cells/ResultCell.vue';
import TimeCell from './cells/TimeCell.vue';
import { agentText, endingText, holdText, queueText, ringText, talkText, waitText } from './record_texts';

const directions = ['inbound', 'manual_outbound', 'auto_outbound', 'internal', 'ordinary'] as const;
// The three answers of R217 first, then what they are made of.
const results = [
  'answered',
  'unanswered',
  'busy',
  'no_answer',
  'refused',
  'abandoned',
  'failed',
  'voicemail',
  'no_voicemail',
] as const;

const choicesOf = (prefix: string, values: readonly string[]): Choice[] =>
  values.map((value) => ({ value, label: translate(`${prefix}.${value}`) }));

/** The conditions that all lists of calls share. */
export function recordFilters(): ListFilter[] {
  const named = useFilterChoices();
  void named.refresh();
  const filters: ListFilter[] = [
    { key: 'days', title: 'records.filter.days', kind: 'days', initial: 'today', args: daysArgs },
    { key: 'queue', title: 'records.filter.queue', kind: 'choice', choices: named.queueChoices },
    { key: 'agent', title: 'records.filter.agent', kind: 'choice', choices: named.agentChoices },
    {
      key: 'result',
      title: 'records.filter.result',
      kind: 'choice',
      choices: () => choicesOf('records.result', results),
    },
    { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    {
      key: 'direction',
      title: 'records.filter.direction',
      kind: 'choice',
      more: true,
      choices: () => choicesOf('records.direction', directions),
    },
  ];
  return useSession().onlyOwn ? filters.filter((filter) => filter.key !== 'agent') : filters;
}

/** Calls and their recordings: among the queues is the one that is none (R093). */
export function callFilters(): ListFilter[] {
  const direct = (): Choice => ({ value: 'DOUT', label: translate('records.direct') });
  return recordFilters().map((filter) =>
    filter.key === 'queue' ? { ...filter, choices: () => [...(filter.choices?.() ?? []), direct()] } : filter,
  );
}

/** How long: from some seconds up to others. */
export const lengthFilter = (title: string): ListFilter => ({
  key: 'length',
  title,
  kind: 'length',
  more: true,
  args: lengthArgs,
});

/** The sub-views of R218; what nobody dialled and nobody talked in is no ordinary call (R217, R220). */
function presets(): ListPreset[] {
  const { onlyOwn, me } = useSession();
  const inbound = { direction: 'inbound' };
  const shared: ListPreset[] = [
    { key: 'all', title: onlyOwn ? 'records.preset.mine' : 'records.preset.all', conditions: {} },
    {
      key: 'ordinary',
      title: 'records.preset.ordinary',
      conditions: { direction: 'ordinary', result: 'no_voicemail' },
    },
    { key: 'inbound', title: 'records.preset.inbound', conditions: inbound },
    { key: 'unanswered', title: 'records.preset.unanswered', conditions: { ...inbound, result: 'unanswered' } },
    { key: 'outbound', title: 'records.preset.outbound', conditions: { direction: 'manual_outbound' } },
    { key: 'auto', title: 'records.preset.auto', conditions: { direction: 'auto_outbound' } },
    { key: 'internal', title: 'records.preset.internal', conditions: { direction: 'internal' } },
  ];
  const led: ListPreset[] = [
    { key: 'voicemail', title: 'records.preset.voicemail', conditions: { result: 'voicemail' } },
    { key: 'mine', title: 'records.preset.mine', conditions: { agent: me?.number ?? '' } },
  ];
  return onlyOwn ? shared : [...shared, ...led];
}

/** The calls behind a figure of a report, which brought its conditions along. */
function figureFilter(): ListFilter {
  const book = useReports();
  return {
    key: 'figure',
    title: 'reports.filter.figure',
    kind: 'hidden',
    args: figureArgs,
    chip: (value) => {
      book.ensure();
      return figureWords(value, book.figureName);
    },
  };
}

export function recordsSpec(): ListSpec<CallRecord> {
  return {
    name: 'records',
    title: 'records.title',
    empty: 'records.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchCallRecords,
    file: { list: 'call-records', columns: { time: 'created_at_ms' } },
    presets: presets(),
    filters: [...callFilters(), lengthFilter('records.filter.length'), levelFilter('survey', true), figureFilter()],
    // The columns that show at first fit a window of 1280 together.
    columns: [
      { key: 'time', title: 'records.column.time', width: 116, fixed: 'start', sort: 'created_at_ms', cell: TimeCell },
      { key: 'direction', title: 'records.column.direction', width: 96, cell: DirectionCell },
      {
        key: 'customer_name',
        title: 'records.column.name',
        width: 108,
        optional: true,
        text: (row) => row.customer_name || '–',
      },
      { key: 'customer', title: 'records.column.customer', width: 156, cell: NumberCell },
      {
        key: 'region',
        title: 'records.column.region',
        width: 120,
        optional: true,
        text: (row) => row.region || '–',
      },
      {
        key: 'called',
        title: 'records.column.called',
        width: 128,
        optional: true,
        text: (row) => row.called_number || '–',
      },
      { key: 'queue', title: 'records.column.queue', width: 100, text: queueText },
      { key: 'agent', title: 'records.column.agent', width: 124, text: agentText },
      { key: 'wait', title: 'records.column.wait', width: 84, align: 'right', sort: 'wait_s', text: waitText },
      {
        key: 'ring',
        title: 'records.column.ring',
        width: 88,
        align: 'right',
        sort: 'ring_s',
        optional: true,
        text: ringText,
      },
      { key: 'talk', title: 'records.column.talk', width: 84, align: 'right', sort: 'talk_s', text: talkText },
      {
        key: 'hold',
        title: 'records.column.hold',
        width: 88,
        align: 'right',
        sort: 'hold_s',
        optional: true,
        text: holdText,
      },
      { key: 'result', title: 'records.column.result', width: 96, cell: ResultCell },
      { key: 'survey', title: 'records.column.survey', width: 92, sort: 'survey', text: (row) => row.survey || '–' },
      { key: 'ending', title: 'records.column.ending', width: 136, text: (row) => endingText(row.ending) },
      { key: 'trunk', title: 'records.column.trunk', width: 104, optional: true, text: (row) => row.trunk || '–' },
      { key: 'actions', title: 'records.column.actions', width: 92, fixed: 'end', cell: ActionCell },
    ],
  };
}
