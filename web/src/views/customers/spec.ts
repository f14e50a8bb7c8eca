import { fetchCustomers, fetchLevels, type CustomerItem } from '@/api/customers';
import { translate } from '@/i18n';
import { actsCell, numberCell, openCell, tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { Choice, ListFilter, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatTime } from '@/realtime/durations';
import { useLive } from '@/stores/live';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { shallowRef } from 'vue';

/** Customers whom one sees: agents their own, leaders those of their people and of nobody (R137, R139). */
export function customersSpec(): ListSpec<CustomerItem> {
  const phone = usePhone();
  const live = useLive();
  const session = useSession();
  const mayCall = (row: CustomerItem): boolean => phone.hasPhone && Boolean(row.number);
  const levels = shallowRef<readonly Choice[]>([]);
  fetchLevels().then(
    (names) => (levels.value = names.map((value) => ({ value, label: value }))),
    () => {},
  );
  const owners = (): Choice[] =>
    [...live.agents.values()].map(({ number, name }) => ({ value: number, label: `${name} ${number}` }));
  const ownerFilter: ListFilter = {
    key: 'owner',
    title: 'customers.column.owner',
    kind: 'choice',
    choices: owners,
    field: 'customer.owner',
  };
  return seen<CustomerItem>({
    name: 'customers',
    title: session.onlyOwn ? 'customers.mine' : 'customers.title',
    empty: 'customers.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchCustomers,
    file: { list: 'customers', columns: { owner: 'owner,owner_name', creator: 'creator,creator_name' } },
    exportRight: 'customers.export',
    presets: session.onlyOwn
      ? []
      : [
          { key: 'all', title: 'records.preset.all', conditions: {} },
          { key: 'mine', title: 'customers.mine', conditions: { owner: session.me?.number ?? '' } },
          { key: 'unowned', title: 'customers.unowned', conditions: { owned: 'none' } },
        ],
    filters: [
      {
        key: 'level',
        title: 'customers.column.level',
        kind: 'choice',
        choices: () => levels.value,
        field: 'customer.level',
      },
      ...(session.onlyOwn
        ? []
        : [
            ownerFilter,
            {
              key: 'owned',
              title: 'customers.owned',
              kind: 'choice' as const,
              more: true,
              field: 'customer.owner',
              choices: () => [{ value: 'none', label: translate('customers.nobody') }],
            },
          ]),
      { key: 'days', title: 'customers.column.created', kind: 'days', initial: 'all', args: daysArgs },
      { key: 'find', title: 'customers.find', kind: 'search', args: searchArgs },
    ],
    columns: [
      {
        key: 'name',
        title: 'customers.column.name',
        width: 160,
        fixed: 'start',
        sort: 'name',
        cell: openCell<CustomerItem>((row) => row.name),
      },
      {
        key: 'number',
        title: 'customers.column.number',
        width: 176,
        cell: numberCell<CustomerItem>((row) => row.number, mayCall),
      },
      {
        key: 'level',
        title: 'customers.column.level',
        width: 96,
        sort: 'level',
        field: 'customer.level',
        cell: tagCell<CustomerItem>((row) => ({ text: row.level || '–' })),
      },
      {
        key: 'gender',
        title: 'customers.column.gender',
        width: 80,
        optional: true,
        field: 'customer.gender',
        text: (row) => translate(`customers.gender.${row.gender}`),
      },
      {
        key: 'owner',
        title: 'customers.column.owner',
        width: 136,
        sort: 'owner',
        field: 'customer.owner',
        text: (row) => (row.owner ? `${row.owner_name} ${row.owner}` : translate('customers.nobody')),
      },
      {
        key: 'creator',
        title: 'customers.column.creator',
        width: 136,
        optional: true,
        text: (row) => (row.creator ? `${row.creator_name} ${row.creator}` : translate('common.none')),
      },
      {
        key: 'note',
        title: 'customers.column.note',
        width: 200,
        field: 'customer.note',
        text: (row) => row.note || '–',
      },
      {
        key: 'created',
        title: 'customers.column.created',
        width: 124,
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 120,
        fixed: 'end',
        cell: actsCell<CustomerItem>(() => [{ id: 'detail', title: 'customers.open', opens: true }]),
      },
    ],
  });
}
