import type { Component } from 'vue';
import type { ObjectKind } from '@/api/crm';
import { fetchContacts, fetchCustomers, fetchLeads, type CustomerItem } from '@/api/customers';
import { actsCell } from '@/list/cells';
import type { ListColumn, ListFilter, ListPreset, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { useSession } from '@/stores/session';
import { actsFor } from '../object_actions/acts';
import { objectColumns, objectFilters } from './object_parts';

const acts = (cell: Component): ListColumn<CustomerItem> => ({
  key: 'actions',
  title: 'records.column.actions',
  width: 200,
  fixed: 'end',
  cell,
});

/** What all three lists are: newest first, a file with what is on the screen. */
function objectSpec(
  name: string,
  fetch: ListSpec<CustomerItem>['fetch'],
  more: Pick<ListSpec<CustomerItem>, 'title' | 'empty' | 'presets' | 'filters' | 'columns'>,
): ListSpec<CustomerItem> {
  return seen<CustomerItem>({
    name,
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch,
    file: {
      list: name,
      columns: {
        owner: 'owner,owner_name',
        creator: 'creator,creator_name',
        updater: 'updater,updater_name',
        parent: 'parent_name',
        group: 'group_name',
        followed_at: 'followed_at_ms',
      },
    },
    exportRight: 'customers.export',
    selectable: true,
    takesWhole: true,
    ...more,
  });
}

/** All, mine, nobody's: for whoever sees more than his own. */
function whosePresets(): ListPreset[] {
  const session = useSession();
  return session.onlyOwn
    ? []
    : [
        { key: 'all', title: 'records.preset.all', conditions: {} },
        { key: 'mine', title: 'objects.mine', conditions: { owner: session.me?.number ?? '' } },
        { key: 'unowned', title: 'customers.unowned', conditions: { owned: 'none' } },
      ];
}

/** Mine and nobody's are presets already. */
const owners = (filters: { owners: readonly ListFilter[] }): ListFilter[] =>
  filters.owners.map((filter) => ({ ...filter, more: true }));

/** What can be done with one row: a follow-up (R133, R143), and the same as with many, behind ⋯ (R127). */
const actsOf = (object: ObjectKind): ListColumn<CustomerItem> => {
  const { may } = useSession();
  const offered = (row: CustomerItem): { id: string; title: string }[] =>
    actsFor({ object, pooled: false, converted: Boolean(row.converted_to) }, may).map((id) => ({
      id,
      title: `pools.act.${id}`,
    }));
  const followUp = may('customers.edit') ? [{ id: 'follow_up', title: 'follow_ups.write' }] : [];
  const detail = { id: 'detail', title: 'customers.open', opens: true };
  return acts(actsCell<CustomerItem>((row) => [detail, ...followUp, ...offered(row)]));
};

/** Customers whom one sees: agents their own, leaders those of their people and of nobody (R137, R139). */
export function customersSpec(): ListSpec<CustomerItem> {
  const session = useSession();
  const columns = objectColumns('customer');
  const filters = objectFilters('customer');
  return objectSpec('customers', fetchCustomers, {
    title: session.onlyOwn ? 'customers.mine' : 'customers.title',
    empty: 'customers.empty',
    presets: whosePresets(),
    filters: [
      filters.level,
      filters.stage,
      filters.tag,
      ...owners(filters),
      filters.group,
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
      columns.stage,
      columns.tags,
      columns.group,
      columns.gender,
      columns.owner,
      columns.followed_at,
      columns.source,
      columns.creator,
      columns.note,
      columns.created,
      columns.updated,
      columns.updater,
      actsOf('customer'),
    ],
  });
}

/** Leads (线索, R147): as customers, without groups. */
export function leadsSpec(): ListSpec<CustomerItem> {
  const columns = objectColumns('lead');
  const filters = objectFilters('lead');
  return objectSpec('leads', fetchLeads, {
    title: 'objects.leads',
    empty: 'objects.no_leads',
    presets: whosePresets(),
    filters: [
      filters.level,
      filters.stage,
      filters.tag,
      ...owners(filters),
      filters.converted,
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
      columns.stage,
      columns.tags,
      columns.gender,
      columns.owner,
      columns.converted,
      columns.followed_at,
      columns.source,
      columns.creator,
      columns.note,
      columns.created,
      columns.updated,
      columns.updater,
      actsOf('lead'),
    ],
  });
}

/** Contacts (联系人, R142–R145) of the customers whom one sees. */
export function contactsSpec(): ListSpec<CustomerItem> {
  const session = useSession();
  const columns = objectColumns('contact');
  const filters = objectFilters('contact');
  return objectSpec('contacts', fetchContacts, {
    title: 'objects.contacts',
    empty: 'objects.no_contacts',
    presets: session.onlyOwn ? [] : whosePresets().filter(({ key }) => key !== 'unowned'),
    filters: [
      ...filters.owners.slice(0, 1),
      filters.gender,
      filters.source,
      filters.days,
      ...filters.times,
      filters.parent,
      filters.find,
    ],
    columns: [
      columns.name,
      columns.number,
      columns.parent,
      columns.region,
      columns.gender,
      columns.owner,
      columns.followed_at,
      columns.source,
      columns.creator,
      columns.note,
      columns.created,
      columns.updated,
      columns.updater,
      actsOf('contact'),
    ],
  });
}

export const specOf = (object: ObjectKind): ListSpec<CustomerItem> =>
  ({ customer: customersSpec, lead: leadsSpec, contact: contactsSpec })[object]();
