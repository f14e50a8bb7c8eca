import type { Query } from '@/api/client';
import type { UserRow } from '@/api/people';
import type { Page } from '@/api/schema';

// The list of people comes whole (it has no secrets and is needed by every chooser), so it is searched here: what is
// typed is answered without asking again, with five thousand people too.

const numerically = new Intl.Collator(undefined, { numeric: true });

/** Everything that somebody may be searched by (R257). */
function wordsOf(user: UserRow): string {
  return [user.number, user.name, user.nickname, user.account, user.extension, user.mobile, user.email]
    .join('\n')
    .toLowerCase();
}

function fits(user: UserRow, query: Query): boolean {
  const search = String(query.search ?? '').toLowerCase();
  const { status, role, department } = query;
  return (
    (!search || wordsOf(user).includes(search)) &&
    (!status || (status === 'locked' ? user.locked : user.status === status)) &&
    (!role || (user.custom_role || `base:${user.role}`) === role) &&
    (department === undefined || user.department === (department === 'none' ? '' : department))
  );
}

const sortable = ['number', 'name', 'extension', 'department', 'mobile', 'status'] as const;

function inOrder(users: UserRow[], sort: string): UserRow[] {
  const name = sort.replace(/^-/, '');
  const key = sortable.find((each) => each === name) ?? 'number';
  const sign = sort.startsWith('-') ? -1 : 1;
  return users.sort((a, b) => sign * numerically.compare(a[key], b[key]) || numerically.compare(a.number, b.number));
}

export const matchingUsers = (users: readonly UserRow[], query: Query): UserRow[] =>
  inOrder(
    users.filter((user) => fits(user, query)),
    String(query.sort ?? 'number'),
  );

export function pageOfUsers(users: readonly UserRow[], query: Query): Page<UserRow> {
  const all = matchingUsers(users, query);
  const page = Number(query.page ?? 1);
  const size = Number(query.size ?? 25);
  return { items: all.slice((page - 1) * size, page * size), total: all.length, page, size };
}
