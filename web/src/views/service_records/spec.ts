import { CirclePlay } from 'lucide-vue-next';
import { fetchContactHistory, fetchServiceRecords, type ServiceItem } from '@/api/service_records';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell, type RowAct } from '@/list/cells';
import { daysArgs, historyDays } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { Choice, ListColumn, ListFilter, ListPreset, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { useCrmBook } from '@/stores/crm_book';
import { useFilterChoices } from '@/stores/filter_choices';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { agentOf, choices } from '../services/texts';
import { priorities, priorityTone, states, stateTone } from './service_words';

function acts(row: ServiceItem): RowAct[] {
  const detail: RowAct = { id: 'detail', title: 'follow_ups.open', opens: true };
  return row.recorded ? [detail, { id: 'play', title: 'records.play', icon: CirclePlay, opens: true }] : [detail];
}

function filters(): ListFilter[] {
  const named = useFilterChoices();
  void named.refresh();
  const book = useCrmBook();
  void book.ensure();
  const wordsOf = (part: 'kinds' | 'systems' | 'results') => (): Choice[] =>
    (book.book?.service_form[part] ?? []).map((value) => ({ value, label: value }));
  const all: ListFilter[] = [
    { key: 'days', title: 'service_records.column.time', kind: 'days', initial: 'all', args: daysArgs },
    { key: 'agent', title: 'service_records.column.agent', kind: 'choice', choices: named.agentChoices },
    {
      key: 'state',
      title: 'service_records.column.state',
      kind: 'choice',
      choices: choices('service_records.state', states),
    },
    { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    { key: 'name', title: 'customers.column.name', kind: 'text', more: true, field: 'customer.name' },
    { key: 'note', title: 'service_records.column.note', kind: 'text', more: true },
    {
      key: 'priority',
      title: 'service_records.column.priority',
      kind: 'choice',
      more: true,
      choices: choices('service_records.priority', priorities),
    },
    { key: 'kind', title: 'service_records.column.kind', kind: 'choice', more: true, choices: wordsOf('kinds') },
    {
      key: 'concerns',
      title: 'service_records.column.concerns',
      kind: 'choice',
      more: true,
      choices: wordsOf('systems'),
    },
    { key: 'result', title: 'service_records.column.result', kind: 'choice', more: true, choices: wordsOf('results') },
    {
      key: 'order',
      title: 'service_records.column.order',
      kind: 'choice',
      more: true,
      choices: choices('service_records.order', ['any', 'none']),
    },
    {
      key: 'recorded',
      title: 'follow_ups.recording',
      kind: 'choice',
      more: true,
      choices: choices('follow_ups.recorded', ['true', 'false']),
    },
    {
      key: 'customer',
      title: 'customers.column.name',
      kind: 'hidden',
      chip: () => translate('service_records.one_customer'),
    },
  ];
  return useSession().onlyOwn ? all.filter(({ key }) => key !== 'agent') : all;
}

type Column = ListColumn<ServiceItem>;

function columnsOf(): Record<string, Column> {
  const phone = usePhone();
  return {
    time: {
      key: 'time',
      title: 'service_records.column.time',
      width: 116,
      fixed: 'start',
      sort: 'created_at_ms',
      cell: timeCell<ServiceItem>((row) => row.created_at_ms),
    },
    name: {
      key: 'name',
      title: 'customers.column.name',
      width: 128,
      sort: 'customer_name',
      field: 'customer.name',
      text: (row) => row.customer_name,
    },
    number: {
      key: 'number',
      title: 'service_records.column.number',
      width: 148,
      cell: numberCell<ServiceItem>(
        (row) => row.number,
        (row) => phone.hasPhone && Boolean(row.number),
      ),
    },
    agent: { key: 'agent', title: 'service_records.column.agent', width: 124, sort: 'agent', text: agentOf },
    kind: {
      key: 'kind',
      title: 'service_records.column.kind',
      width: 108,
      sort: 'kind',
      text: (row) => row.kind || '–',
    },
    concerns: {
      key: 'concerns',
      title: 'service_records.column.concerns',
      width: 108,
      sort: 'concerns',
      text: (row) => row.concerns || '–',
    },
    note: { key: 'note', title: 'service_records.column.note', width: 260, text: (row) => row.note || '–' },
    order: {
      key: 'order',
      title: 'service_records.column.order',
      width: 124,
      sort: 'order_number',
      text: (row) => row.order_number || '–',
    },
    result: {
      key: 'result',
      title: 'service_records.column.result',
      width: 108,
      sort: 'result',
      text: (row) => row.result || '–',
    },
    state: {
      key: 'state',
      title: 'service_records.column.state',
      width: 92,
      sort: 'state',
      cell: tagCell<ServiceItem>((row) => ({
        text: row.state === 'none' ? '–' : translate(`service_records.state.${row.state}`),
        tone: stateTone(row.state),
      })),
    },
    priority: {
      key: 'priority',
      title: 'service_records.column.priority',
      width: 84,
      sort: 'priority',
      cell: tagCell<ServiceItem>((row) => ({
        text: translate(`service_records.priority.${row.priority}`),
        tone: priorityTone(row.priority),
      })),
    },
    actions: {
      key: 'actions',
      title: 'records.column.actions',
      width: 136,
      fixed: 'end',
      cell: actsCell<ServiceItem>(acts),
    },
  };
}

const optional = (column: Column | undefined): Column[] => (column ? [{ ...column, optional: true }] : []);
const named = { time: 'created_at_ms', name: 'customer_name', agent: 'agent,agent_name', order: 'order_number' };

function presets(): ListPreset[] {
  const { onlyOwn, me } = useSession();
  return [
    { key: 'all', title: 'records.preset.all', conditions: {} },
    ...(onlyOwn ? [] : [{ key: 'mine', title: 'service_records.mine', conditions: { agent: me?.number ?? '' } }]),
    { key: 'open', title: 'service_records.state.open', conditions: { state: 'open' } },
    { key: 'following', title: 'service_records.state.following', conditions: { state: 'following' } },
  ];
}

/** Service records (R165, R166). */
export function servicesSpec(): ListSpec<ServiceItem> {
  const { time, name, number, agent, kind, concerns, note, result, state, priority, order, actions } = columnsOf();
  return seen<ServiceItem>({
    name: 'service_records',
    title: 'service_records.title',
    empty: 'service_records.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchServiceRecords,
    file: { list: 'service-records', columns: named },
    presets: presets(),
    filters: filters(),
    columns: [
      ...[time, name, number, agent, result, note, state, order].flatMap((one) => (one ? [one] : [])),
      ...[kind, concerns, priority].flatMap(optional),
      ...(actions ? [actions] : []),
    ],
  });
}

/** By the period, as people ask for what was said: today, and not long ago (R168). */
const periods = (): ListPreset[] =>
  [...historyDays, 'all' as const].map((key) => ({
    key,
    title: key === 'all' ? 'records.preset.all' : `list.days.${key}`,
    conditions: { days: key },
  }));

/** Contact history (R168): the same rows in the words and the order of R076. */
export function contactsSpec(): ListSpec<ServiceItem> {
  const { time, name, number, agent, kind, concerns, note, result, state, priority, order, actions } = columnsOf();
  const days = filters().map((one) => (one.key === 'days' ? { ...one, initial: 'today', names: historyDays } : one));
  return seen<ServiceItem>({
    name: 'contact_history',
    title: 'contact_history.title',
    empty: 'service_records.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchContactHistory,
    file: { list: 'contact-history', columns: named },
    presets: periods(),
    filters: days,
    columns: [
      ...[time, concerns, note, state, priority, name, number, agent, order].flatMap((one) => (one ? [one] : [])),
      ...[kind, result].flatMap(optional),
      ...(actions ? [actions] : []),
    ],
  });
}
