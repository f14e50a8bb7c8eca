import { request } from './client';
import type { Schema } from './schema';
import type { Role } from './sessions';

// People, roles and departments as the administrator sets them up (R255-R259).

/** How much of what others do somebody sees: his own, what he leads, everything. */
export type DataScope = 'own' | 'led' | 'all';
export const dataScopes: readonly DataScope[] = ['own', 'led', 'all'];
export const baseRoles: readonly Role[] = ['agent', 'leader', 'admin'];

export type SiteRole = Schema<'SiteRole'>;
/** One line of the catalogue: a right, and which base role has it. */
export type Right = Schema<'RightView'>;
/** A field that can be kept from a role. */
export type Field = Schema<'FieldView'>;
export type SiteDepartment = Schema<'SiteDepartment'>;
/** As configured. `password` and `extension_secret` are sent to set new ones; empty leaves the old. */
export type SiteUser = Schema<'SiteUser'>;
/** As the list shows somebody: no secrets, but whether there are any. */
export type UserRow = Schema<'PersonView'>;
export type UserStatus = SiteUser['status'];
export type AfterCall = SiteUser['after_call'];

const path = '/api/v1/config';
const at = (list: string, key: string): string => `${path}/${list}/${encodeURIComponent(key)}`;
const itemsOf = async <T>(address: string): Promise<T[]> => (await request<{ items: T[] }>('GET', address)).items;

export const fetchUsers = (): Promise<UserRow[]> => itemsOf(`${path}/users`);
export const fetchUser = (number: string): Promise<SiteUser> => request('GET', at('users', number));
export const putUser = (number: string, body: SiteUser, seen?: string): Promise<void> =>
  request('PUT', at('users', number), { body, seen });
export const deleteUser = (number: string): Promise<void> => request('DELETE', at('users', number));
export const setUserStatus = (numbers: readonly string[], status: UserStatus): Promise<void> =>
  request('POST', `${path}/users/status`, { body: { numbers, status } });
/** R010: lets somebody in again after too many wrong passwords. */
export const unlockUser = (number: string): Promise<void> =>
  request('POST', `/api/v1/users/${encodeURIComponent(number)}/unlock`);

export const fetchRoles = (): Promise<SiteRole[]> => itemsOf(`${path}/roles`);
export const putRole = (code: string, body: SiteRole, seen?: string): Promise<void> =>
  request('PUT', at('roles', code), { body, seen });
export const deleteRole = (code: string): Promise<void> => request('DELETE', at('roles', code));
export const fetchRights = (): Promise<Schema<'RightList'>> => request('GET', '/api/v1/rights');

export const fetchDepartments = (): Promise<SiteDepartment[]> => itemsOf(`${path}/departments`);
export const putDepartment = (code: string, body: SiteDepartment, seen?: string): Promise<void> =>
  request('PUT', at('departments', code), { body, seen });
export const deleteDepartment = (code: string): Promise<void> => request('DELETE', at('departments', code));

/** Reads somebody, changes a part, writes him back. */
export async function changeUser(number: string, part: Partial<SiteUser>): Promise<void> {
  const user = await fetchUser(number);
  await putUser(number, { ...user, password: '', ...part });
}
