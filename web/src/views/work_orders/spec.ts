import { fetchOrders, type OrderItem } from '@/api/work_orders';
import { translate } from '@/i18n';
import { actsCell, numberCell, openCell, tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { Choice, ListFilter, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { serverNow } from '@/realtime/clock';
import { formatTime } from '@/realtime/durations';
import { useFilterChoices } from '@/stores/filter_choices';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { useWorkOrders } from '@/stores/work_orders';
import { priorities, priorityTone } from '../service_records/service_words';
import { agentOf, choices } from '../services/texts';
import { isLate, orderStates, orderTone } from './order_words';

export const mineKeys = ['todo', 'in_transit', 'history', 'urged', 'drafts'] as const;

function filters(words: { kinds: () => readonly string[]; systems: () => readonly string[] }): ListFilter[] {
  const named = useFilterChoices();
  void named.refresh();
  const asChoices = (read: () => readonly string[]) => (): Choice[] => read().map((value) => ({ value, label: value }));
  const all: ListFilter[] = [
    { key: 'days', title: 'work_orders.column.created', kind: 'days', initial: 'all', args: daysArgs },
    {
      key: 'state',
      title: 'work_orders.column.state',
      kind: 'choice',
      choices: choices('work_orders.state', orderStates),
    },
    {
      key: 'priority',
      title: 'service_records.column.priority',
      kind: 'choice',
      choices: choices('service_records.priority', priorities),
    },
    { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    { key: 'kind', title: 'service_records.column.kind', kind: 'choice', more: true, choices: asChoices(words.kinds) },
    {
      key: 'concerns',
      title: 'service_records.column.concerns',
      kind: 'choice',
      more: true,
      choices: asChoices(words.systems),
    },
    { key: 'author', title: 'work_orders.column.author', kind: 'choice', more: true, choices: named.agentChoices },
    { key: 'handler', title: 'work_orders.column.handlers', kind: 'choice', more: true, choices: named.agentChoices },
    {
      key: 'late',
      title: 'work_orders.column.due',
      kind: 'choice',
      more: true,
      choices: () => [{ value: 'true', label: translate('work_orders.late') }],
      args: (value) => (value ? { due_before: Math.round(serverNow()) } : {}),
    },
    {
      key: 'nobody',
      title: 'work_orders.column.handlers',
      kind: 'hidden',
      chip: () => translate('work_orders.nobody'),
    },
    {
      key: 'mine',
      title: 'work_orders.mine',
      kind: 'hidden',
      chip: (value) => translate(`work_orders.count.${value}`),
    },
  ];
  return useSession().onlyOwn ? all.filter(({ key }) => key !== 'author') : all;
}

/** All work orders that one sees (R176), and one's own by what they wait for (R174). */
export function ordersSpec(words: {
  kinds: () => readonly string[];
  systems: () => readonly string[];
}): ListSpec<OrderItem> {
  const phone = usePhone();
  const session = useSession();
  const orders = useWorkOrders();
  return seen<OrderItem>({
    name: 'work_orders',
    title: 'work_orders.title',
    empty: 'work_orders.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchOrders,
    file: {
      list: 'work-orders',
      columns: {
        number: 'order_number',
        customer: 'customer_name',
        phone: 'number',
        author: 'author,author_name',
        created: 'created_at_ms',
        due: 'due_at_ms',
        closed: 'closed_at_ms',
        groups: 'group_names',
      },
    },
    presets: [
      ...mineKeys.map((key) => ({
        key,
        title: `work_orders.count.${key}`,
        conditions: { mine: key },
        count: () => orders.counts?.[key],
      })),
      { key: 'all', title: 'records.preset.all', conditions: {} },
      ...(session.onlyOwn ? [] : [{ key: 'nobody', title: 'work_orders.nobody', conditions: { nobody: 'true' } }]),
    ],
    filters: filters(words),
    columns: [
      {
        key: 'number',
        title: 'work_orders.column.number',
        width: 132,
        fixed: 'start',
        sort: 'order_number',
        cell: openCell<OrderItem>((row) => row.order_number),
      },
      {
        key: 'state',
        title: 'work_orders.column.state',
        width: 92,
        sort: 'state',
        cell: tagCell<OrderItem>((row) => ({
          text: row.nobody ? translate('work_orders.nobody') : translate(`work_orders.state.${row.state}`),
          tone: row.nobody ? 'bad' : orderTone(row.state),
        })),
      },
      {
        key: 'priority',
        title: 'service_records.column.priority',
        width: 84,
        sort: 'priority',
        cell: tagCell<OrderItem>((row) => ({
          text: translate(`service_records.priority.${row.priority}`),
          tone: priorityTone(row.priority),
        })),
      },
      { key: 'kind', title: 'service_records.column.kind', width: 104, sort: 'kind', text: (row) => row.kind || '–' },
      {
        key: 'concerns',
        title: 'service_records.column.concerns',
        width: 104,
        sort: 'concerns',
        text: (row) => row.concerns || '–',
      },
      {
        key: 'description',
        title: 'service_records.column.note',
        width: 240,
        text: (row) => row.description || '–',
      },
      {
        key: 'customer',
        title: 'customers.column.name',
        width: 112,
        sort: 'customer_name',
        field: 'customer.name',
        text: (row) => row.customer_name || '–',
      },
      {
        key: 'phone',
        title: 'service_records.column.number',
        width: 148,
        cell: numberCell<OrderItem>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      { key: 'author', title: 'work_orders.column.author', width: 120, sort: 'author', text: agentOfOrder },
      {
        key: 'handlers',
        title: 'work_orders.column.handlers',
        width: 128,
        sort: 'handlers',
        text: (row) => row.handlers || '–',
      },
      {
        key: 'due',
        title: 'work_orders.column.due',
        width: 124,
        sort: 'due_at_ms',
        cell: tagCell<OrderItem>((row) => ({
          text: row.due_at_ms ? formatTime(row.due_at_ms) : '–',
          tone: isLate(row, serverNow()) ? 'warn' : undefined,
        })),
      },
      {
        key: 'urges',
        title: 'work_orders.column.urges',
        width: 84,
        align: 'right',
        sort: 'urges',
        text: (row) => (row.urges ? String(row.urges) : '–'),
      },
      {
        key: 'created',
        title: 'work_orders.column.created',
        width: 124,
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'groups',
        title: 'work_orders.column.groups',
        width: 120,
        optional: true,
        text: (row) => row.group_names || '–',
      },
      {
        key: 'closed',
        title: 'work_orders.column.closed',
        width: 124,
        optional: true,
        sort: 'closed_at_ms',
        text: (row) => formatTime(row.closed_at_ms) || '–',
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 84,
        fixed: 'end',
        cell: actsCell<OrderItem>(() => [{ id: 'detail', title: 'work_orders.open', opens: true }]),
      },
    ],
  });
}

const agentOfOrder = (row: OrderItem): string => agentOf({ agent: row.author, agent_name: row.author_name });
