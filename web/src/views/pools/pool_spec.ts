import type { ObjectKind } from '@/api/crm';
import type { CustomerItem } from '@/api/customers';
import { fetchPooled } from '@/api/object_actions';
import { actsCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { useCrmBook } from '@/stores/crm_book';
import { useSession } from '@/stores/session';
import { objectColumns, objectFilters } from '../customers/object_parts';
import { actsFor } from '../object_actions/acts';

/** What lies in the public pools of customers or of leads in which one has a seat (R154, R155). */
export function poolSpec(object: ObjectKind): ListSpec<CustomerItem> {
  const session = useSession();
  const book = useCrmBook();
  const columns = objectColumns(object);
  const filters = objectFilters(object);
  const name = object === 'lead' ? 'lead_pools' : 'customer_pools';
  const administers = (row: CustomerItem): boolean =>
    book.poolsOf(object).some((pool) => pool.name === row.pool && pool.administers);
  const acts = actsCell<CustomerItem>((row) => [
    ...actsFor({ object, pooled: true, administers: administers(row) }, session.may).map((id) => ({
      id,
      title: `pools.act.${id}`,
    })),
    { id: 'detail', title: 'customers.open', opens: true },
  ]);
  return seen<CustomerItem>({
    name,
    title: `pools.${name}`,
    empty: `pools.empty.${object}`,
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: (query, signal) => fetchPooled(object, query, signal),
    selectable: true,
    takesWhole: true,
    file: {
      list: object === 'lead' ? 'pools/leads' : 'pools/customers',
      columns: {
        creator: 'creator,creator_name',
        last_owner: 'last_owner_name',
        followed_at: 'followed_at_ms',
      },
    },
    exportRight: 'customers.export',
    presets: [],
    filters: [
      {
        key: 'pool',
        title: 'objects.column.pool',
        kind: 'choice',
        more: true, // the directory chooses it as well
        choices: () => book.choicesOf(book.poolsOf(object).filter(({ may_use }) => may_use)),
      },
      filters.level,
      filters.stage,
      filters.tag,
      filters.gender,
      filters.source,
      filters.days,
      ...filters.times,
      filters.find,
    ],
    columns: [
      columns.name,
      columns.number,
      columns.region,
      columns.level,
      columns.pool,
      columns.pooled_at,
      columns.last_owner,
      columns.tags,
      columns.stage,
      columns.followed_at,
      columns.source,
      columns.note,
      columns.created,
      { key: 'actions', title: 'records.column.actions', width: 152, fixed: 'end', cell: acts },
    ],
  });
}
