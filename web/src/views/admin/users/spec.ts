import type { UserRow } from '@/api/people';
import { baseRoles } from '@/api/people';
import { translate } from '@/i18n';
import { actsCell, tagCell, type RowAct, type Tag } from '@/list/cells';
import { everything } from '@/list/list_query';
import type { Choice, ListColumn, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { usePeopleBook } from '@/stores/people';
import { useSession } from '@/stores/session';
import PasswordCell from './PasswordCell.vue';
import PersonCell from './PersonCell.vue';
import { matchingUsers, pageOfUsers } from './user_query';

type Book = ReturnType<typeof usePeopleBook>;
const keptForMs = 10_000;
const orNothing = (text: string): string => text || '–';

export function roleChoices(book: Book): Choice[] {
  return [
    ...baseRoles.map((role) => ({ value: `base:${role}`, label: translate(`frame.role.${role}`) })),
    ...book.roles.map(({ code, name }) => ({ value: code, label: name || code })),
  ];
}

export const departmentChoices = (book: Book): Choice[] =>
  book.departments.map(({ code, name }) => ({ value: code, label: name || code }));

/** What can be done with somebody: what he needs first comes first. */
export function userActs(
  row: Pick<UserRow, 'locked' | 'status'> & { has_two_factor?: boolean },
  may: (right: string) => boolean,
): RowAct[] {
  const unlock = row.locked && may('people.unlock') ? [{ id: 'unlock', title: 'users.act.unlock' }] : [];
  if (!may('people.manage')) {
    return unlock;
  }
  return [
    ...unlock,
    { id: 'edit', title: 'users.act.edit', opens: true },
    { id: 'move', title: 'users.act.move' },
    { id: 'password', title: 'users.act.password_long' },
    ...(row.has_two_factor ? [{ id: 'two_factor', title: 'users.act.two_factor' }] : []),
    row.status === 'left' ? { id: 'active', title: 'users.act.active' } : { id: 'left', title: 'users.act.left' },
    { id: 'remove', title: 'users.act.remove' },
  ];
}

export function statusTag(row: Pick<UserRow, 'locked' | 'status'>): Tag {
  if (row.status === 'left') return { text: translate('users.status.left') };
  if (row.locked) return { text: translate('users.status.locked'), tone: 'warn' };
  return { text: translate('users.status.active'), tone: 'ok' };
}

function columnsOf(book: Book): ListColumn<UserRow>[] {
  const session = useSession();
  const roleOf = (row: UserRow): string =>
    row.custom_role ? book.roleName(row.custom_role) : translate(`frame.role.${row.role}`);
  return [
    { key: 'name', title: 'users.column.name', width: 184, fixed: 'start', sort: 'name', cell: PersonCell },
    { key: 'number', title: 'users.column.number', width: 80, sort: 'number', text: (row) => row.number },
    { key: 'role', title: 'users.column.role', width: 108, text: roleOf },
    {
      key: 'leader',
      title: 'users.column.leader',
      width: 64,
      text: (row) => translate(row.leads || row.role === 'leader' ? 'users.yes' : 'users.no'),
    },
    {
      key: 'department',
      title: 'users.column.department',
      width: 108,
      sort: 'department',
      text: (row) => orNothing(row.department && book.departmentName(row.department)),
    },
    {
      key: 'extension',
      title: 'users.column.extension',
      width: 80,
      sort: 'extension',
      text: (row) => orNothing(row.extension),
    },
    {
      key: 'extension_type',
      title: 'users.column.extension_type',
      width: 88,
      text: (row) => (row.extension ? translate(`users.extension_type.${row.extension_type}`) : '–'),
    },
    { key: 'password', title: 'users.column.password', width: 112, cell: PasswordCell },
    {
      key: 'mobile',
      title: 'users.column.mobile',
      width: 116,
      sort: 'mobile',
      field: 'employee.mobile',
      text: (row) => orNothing(row.mobile),
    },
    {
      key: 'nickname',
      title: 'users.column.nickname',
      width: 104,
      optional: true,
      text: (row) => orNothing(row.nickname),
    },
    {
      key: 'email',
      title: 'users.column.email',
      width: 180,
      optional: true,
      field: 'employee.email',
      text: (row) => orNothing(row.email),
    },
    {
      key: 'account',
      title: 'users.column.account',
      width: 104,
      optional: true,
      text: (row) => row.account || row.number,
    },
    {
      key: 'after_call',
      title: 'users.column.after_call',
      width: 108,
      optional: true,
      text: (row) => translate(`users.after_call.${row.after_call}`),
    },
    {
      key: 'record_calls',
      title: 'users.column.record_calls',
      width: 108,
      optional: true,
      text: (row) => translate(`users.record_calls.${row.record_calls}`),
    },
    { key: 'status', title: 'users.column.status', width: 92, sort: 'status', cell: tagCell<UserRow>(statusTag) },
    {
      key: 'actions',
      title: 'setup.acts',
      width: 144,
      fixed: 'end',
      cell: actsCell<UserRow>((row) => userActs(row, session.may)),
    },
  ];
}

export function usersSpec(): ListSpec<UserRow> {
  const book = usePeopleBook();
  let last = '';
  let readAt = 0;
  return seen<UserRow>({
    name: 'admin_users',
    title: 'setup.nav.users',
    empty: 'users.empty',
    order: 'number',
    selectable: useSession().may('people.manage'),
    keyOf: (row) => row.number,
    // Turning pages asks nobody; the same question again is a wish for what is new.
    fetch: async (query) => {
      const asked = JSON.stringify(query);
      if (asked === last || Date.now() - readAt > keptForMs) {
        await book.readUsers();
        readAt = Date.now();
      }
      last = asked;
      return pageOfUsers(book.users, query);
    },
    allKeys: async (query) => matchingUsers(book.users, query).map(({ number }) => number),
    presets: [
      { key: 'active', title: 'users.status.active', conditions: { status: 'active' } },
      { key: 'left', title: 'users.status.left', conditions: { status: 'left' } },
      { key: 'locked', title: 'users.status.locked', conditions: { status: 'locked' } },
      { key: 'all', title: 'users.status.all', conditions: { status: everything } },
    ],
    filters: [
      { key: 'find', title: 'users.search', kind: 'search', args: (text) => ({ search: text }) },
      { key: 'role', title: 'users.column.role', kind: 'choice', choices: () => roleChoices(book) },
      {
        key: 'department',
        title: 'users.column.department',
        kind: 'choice',
        choices: () => [{ value: 'none', label: translate('users.no_department') }, ...departmentChoices(book)],
      },
      {
        key: 'status',
        title: 'users.column.status',
        kind: 'choice',
        initial: 'active',
        width: 132,
        choices: () =>
          [everything, 'active', 'left', 'locked'].map((value) => ({
            value,
            label: translate(`users.status.${value}`),
          })),
      },
    ],
    columns: columnsOf(book),
  });
}
