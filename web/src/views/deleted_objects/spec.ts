import { fetchDeleted, type DeletedItem } from '@/api/customers';
import { translate } from '@/i18n';
import { actsCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatTime } from '@/realtime/durations';

const objects = ['customer', 'lead', 'contact'] as const;

/** What was deleted and can be taken back (U11). */
export const deletedSpec = (): ListSpec<DeletedItem> =>
  seen<DeletedItem>({
    name: 'deleted_objects',
    title: 'objects.deleted.title',
    empty: 'objects.deleted.empty',
    order: '-deleted_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchDeleted,
    file: {
      list: 'deleted-objects',
      columns: { owner: 'owner,owner_name', deleted_at: 'deleted_at_ms', parent: 'parent_name' },
    },
    exportRight: 'customers.export',
    presets: [],
    filters: [
      {
        key: 'object',
        title: 'objects.filter.object',
        kind: 'choice',
        choices: () => objects.map((value) => ({ value, label: translate(`objects.object.${value}`) })),
      },
      { key: 'days', title: 'objects.column.deleted_at', kind: 'days', initial: 'all', args: daysArgs },
      { key: 'find', title: 'customers.find', kind: 'search', args: searchArgs },
    ],
    columns: [
      {
        key: 'object',
        title: 'objects.column.object',
        width: 88,
        text: (row) => translate(`objects.object.${row.object}`),
      },
      { key: 'name', title: 'objects.column.name', width: 160, sort: 'name', text: (row) => row.name },
      { key: 'number', title: 'objects.column.number', width: 160, number: true, text: (row) => row.number || '–' },
      { key: 'parent', title: 'objects.column.parent', width: 160, text: (row) => row.parent_name || '–' },
      {
        key: 'owner',
        title: 'objects.column.owner',
        width: 136,
        field: 'customer.owner',
        text: (row) => (row.owner ? `${row.owner_name} ${row.owner}` : translate('customers.nobody')),
      },
      {
        key: 'deleted_at',
        title: 'objects.column.deleted_at',
        width: 124,
        sort: 'deleted_at_ms',
        text: (row) => formatTime(row.deleted_at_ms),
      },
      {
        key: 'deleted_by',
        title: 'objects.column.deleted_by',
        width: 136,
        text: (row) => `${row.deleted_by_name} ${row.deleted_by}`.trim() || '–',
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 96,
        fixed: 'end',
        cell: actsCell<DeletedItem>(() => [{ id: 'restore', title: 'objects.deleted.restore' }]),
      },
    ],
  });
