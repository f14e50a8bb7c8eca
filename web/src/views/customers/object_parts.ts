import { h, shallowRef, type FunctionalComponent } from 'vue';
import { fetchLevels, type CustomerItem } from '@/api/customers';
import type { ObjectKind } from '@/api/crm';
import { builtInName } from '@/i18n/built_in';
import { translate } from '@/i18n';
import { numberCell, openCell, tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { everything, searchArgs } from '@/list/list_query';
import type { Choice, ListColumn, ListFilter } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { useCrmBook } from '@/stores/crm_book';
import { useLive } from '@/stores/live';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import TagList from './TagList.vue';

type Column = ListColumn<CustomerItem>;
const column = (key: string, width: number, more: Partial<Column>): Column => ({
  key,
  title: `objects.column.${key}`,
  width,
  ...more,
});

/** Columns that the lists of customers, leads, contacts and pools share; each list takes what it has. */
export function objectColumns(object: ObjectKind) {
  const phone = usePhone();
  const book = useCrmBook();
  void book.ensure();
  const mayCall = (row: CustomerItem): boolean => phone.hasPhone && Boolean(row.number);
  const tags: FunctionalComponent<{ row: CustomerItem }> = ({ row }) =>
    h(TagList, { object, names: (row.tags ?? '').split(/、|, /).filter(Boolean) });
  tags.props = ['row'];
  const person = (number: string, name: string, none: string): string =>
    number ? `${name} ${number}` : translate(none);
  return {
    name: column('name', 176, { fixed: 'start', sort: 'name', cell: openCell<CustomerItem>((row) => row.name) }),
    number: column('number', 160, { number: true, cell: numberCell<CustomerItem>((row) => row.number, mayCall) }),
    region: column('region', 112, { optional: true, text: (row) => row.region || '–' }),
    level: column('level', 96, {
      sort: 'level',
      field: 'customer.level',
      cell: tagCell<CustomerItem>((row) => ({ text: row.level || '–' })),
    }),
    gender: column('gender', 80, {
      optional: true,
      field: 'customer.gender',
      text: (row) => translate(`customers.gender.${row.gender}`),
    }),
    stage: column('stage', 112, { sort: 'stage', text: (row) => (row.stage ? builtInName(row.stage) : '–') }),
    tags: column('tags', 168, { cell: tags }),
    group: column('group', 112, { optional: true, text: (row) => row.group_name || '–' }),
    parent: column('parent', 160, { sort: 'parent_name', text: (row) => row.parent_name ?? '–' }),
    owner: column('owner', 136, {
      sort: 'owner',
      field: 'customer.owner',
      text: (row) => person(row.owner, row.owner_name, 'customers.nobody'),
    }),
    converted: column('converted', 96, {
      cell: tagCell<CustomerItem>((row) =>
        row.converted_to
          ? { text: translate('objects.converted.yes'), tone: 'ok' }
          : { text: translate('objects.converted.no') },
      ),
    }),
    pool: column('pool', 128, { text: (row) => row.pool ?? '–' }),
    pooled_at: column('pooled_at', 124, { sort: 'pooled_at_ms', text: (row) => formatTime(row.pooled_at_ms) }),
    last_owner: column('last_owner', 112, { optional: true, text: (row) => row.last_owner_name || '–' }),
    followed_at: column('followed_at', 124, { sort: 'followed_at_ms', text: (row) => formatTime(row.followed_at_ms) }),
    source: column('source', 96, {
      optional: true,
      text: (row) => (row.source ? translate(`objects.source.${row.source}`) : '–'),
    }),
    creator: column('creator', 136, {
      optional: true,
      text: (row) => person(row.creator, row.creator_name, 'common.none'),
    }),
    updater: column('updater', 136, {
      optional: true,
      text: (row) => person(row.updater, row.updater_name, 'common.none'),
    }),
    note: column('note', 200, { field: 'customer.note', text: (row) => row.note || '–' }),
    created: column('created', 124, { sort: 'created_at_ms', text: (row) => formatTime(row.created_at_ms) }),
    updated: column('updated', 124, {
      optional: true,
      sort: 'updated_at_ms',
      text: (row) => formatTime(row.updated_at_ms),
    }),
  } satisfies Record<string, Column>;
}

/** Another time than the list's own (R122): not there until somebody chooses it. */
const timeFilter = (key: 'followed' | 'updated'): ListFilter => ({
  key,
  title: `objects.filter.${key}`,
  kind: 'days',
  initial: everything,
  optional: true,
  args: (value, now) => {
    const { from_ms, to_ms } = daysArgs(value, now);
    return from_ms === undefined ? {} : { [`${key}_from_ms`]: from_ms, [`${key}_to_ms`]: to_ms };
  },
});

/** Conditions that these lists share. */
export function objectFilters(object: ObjectKind) {
  const live = useLive();
  const book = useCrmBook();
  const session = useSession();
  void book.ensure();
  const levels = shallowRef<readonly Choice[]>([]);
  fetchLevels().then(
    (names) => (levels.value = names.map((value) => ({ value, label: value }))),
    () => {},
  );
  const people = (): Choice[] =>
    [...live.agents.values()].map(({ number, name }) => ({ value: number, label: `${name} ${number}` }));
  const choice = (key: string, choices: () => readonly Choice[], more: Partial<ListFilter> = {}): ListFilter => ({
    key,
    title: `objects.filter.${key}`,
    kind: 'choice',
    choices,
    ...more,
  });
  const words = (values: readonly string[], key: string) => (): Choice[] =>
    values.map((value) => ({ value, label: translate(`${key}.${value}`) }));
  return {
    level: choice('level', () => levels.value, { field: 'customer.level' }),
    gender: choice('gender', words(['male', 'female', 'unknown'], 'customers.gender'), {
      more: true,
      field: 'customer.gender',
    }),
    // The first stage has no row of its own: what never moved is in it.
    stage: choice('stage', () =>
      book.stages.map(({ id, name }, place) => ({ value: place === 0 ? '0' : id, label: name })),
    ),
    tag: choice('tag', () => book.choicesOf(book.tagsOf(object)), { more: true }),
    group: choice('group', () => book.choicesOf(book.groups), { more: true }),
    source: choice('source', words(['hand', 'call', 'import', 'lead', 'platform'], 'objects.source'), { more: true }),
    converted: choice('converted', words(['no', 'yes'], 'objects.converted')),
    /** Nothing for somebody who sees but his own. */
    owners: (session.onlyOwn
      ? []
      : [
          choice('owner', people, { field: 'customer.owner' }),
          choice('owned', () => [{ value: 'none', label: translate('customers.nobody') }], {
            more: true,
            field: 'customer.owner',
          }),
        ]) as ListFilter[],
    days: {
      key: 'days',
      title: 'customers.column.created',
      kind: 'days',
      initial: 'all',
      args: daysArgs,
    } as ListFilter,
    times: [timeFilter('followed'), timeFilter('updated')],
    parent: {
      key: 'parent',
      title: 'objects.column.parent',
      kind: 'hidden',
      chip: () => translate('service_records.one_customer'),
    } as ListFilter,
    find: { key: 'find', title: 'customers.find', kind: 'search', args: searchArgs } as ListFilter,
  };
}
