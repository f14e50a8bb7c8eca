import { request } from './client';
import type { Role } from './sessions';

// People, roles and departments as the administrator sets them up (R255-R259).

/** How much of what others do somebody sees: his own, what he leads, everything. */
export type DataScope = 'own' | 'led' | 'all';
export const dataScopes: readonly DataScope[] = ['own', 'led', 'all'];
export const baseRoles: readonly Role[] = ['agent', 'leader', 'admin'];

export interface SiteRole {
  code: string;
  name: string;
  description: string;
  base: Role;
  rights: string[];
  data: DataScope;
}

/** One line of the catalogue: a right, and which base role has it. */
export interface Right {
  key: string;
  group: string;
  agent: boolean;
  leader: boolean;
  admin: boolean;
}

export interface SiteDepartment {
  code: string;
  name: string;
  /** Code of the department above; empty at the top. */
  parent: string;
  /** 工号: they see the department and all below it. */
  managers: string[];
}

export type ExtensionType = 'web' | 'sip' | 'analog';
export type UserStatus = 'active' | 'left';
export type AfterCall = 'ready' | 'wrap_up';

export interface SiteUser {
  number: string;
  name: string;
  nickname: string;
  account: string;
  /** Sent only: a new one; empty leaves the old. */
  password: string;
  role: Role;
  /** Code of a role; empty: the base role itself. */
  custom_role: string;
  department: string;
  extension: string;
  extension_type: ExtensionType;
  extension_secret: string;
  sign_in: 'page' | 'phone';
  after_call: AfterCall;
  wrap_up_s: number;
  mobile: string;
  email: string;
  network_proxy: boolean;
  status: UserStatus;
}

/** As the list shows somebody: no secrets, but whether there are any. */
export interface UserRow extends Omit<SiteUser, 'password' | 'extension_secret'> {
  has_password: boolean;
  has_extension_secret: boolean;
  locked: boolean;
  /** A queue. */
  leads: boolean;
  /** When the picture was changed; 0: there is none. */
  avatar_at_ms: number;
}

const path = '/api/v1/config';
const at = (list: string, key: string): string => `${path}/${list}/${encodeURIComponent(key)}`;
const itemsOf = async <T>(address: string): Promise<T[]> => (await request<{ items: T[] }>('GET', address)).items;

export const fetchUsers = (): Promise<UserRow[]> => itemsOf(`${path}/users`);
export const fetchUser = (number: string): Promise<SiteUser> => request('GET', at('users', number));
export const putUser = (number: string, body: SiteUser): Promise<void> => request('PUT', at('users', number), { body });
export const deleteUser = (number: string): Promise<void> => request('DELETE', at('users', number));
export const setUserStatus = (numbers: readonly string[], status: UserStatus): Promise<void> =>
  request('POST', `${path}/users/status`, { body: { numbers, status } });
/** R010: lets somebody in again after too many wrong passwords. */
export const unlockUser = (number: string): Promise<void> =>
  request('POST', `/api/v1/users/${encodeURIComponent(number)}/unlock`);

export const fetchRoles = (): Promise<SiteRole[]> => itemsOf(`${path}/roles`);
export const putRole = (code: string, body: SiteRole): Promise<void> => request('PUT', at('roles', code), { body });
export const deleteRole = (code: string): Promise<void> => request('DELETE', at('roles', code));
export const fetchRights = (): Promise<Right[]> => itemsOf('/api/v1/rights');

export const fetchDepartments = (): Promise<SiteDepartment[]> => itemsOf(`${path}/departments`);
export const putDepartment = (code: string, body: SiteDepartment): Promise<void> =>
  request('PUT', at('departments', code), { body });
export const deleteDepartment = (code: string): Promise<void> => request('DELETE', at('departments', code));

/** Reads somebody, changes a part, writes him back. */
export async function changeUser(number: string, part: Partial<SiteUser>): Promise<void> {
  const user = await fetchUser(number);
  await putUser(number, { ...user, password: '', ...part });
}
