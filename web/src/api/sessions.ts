import { request } from './client';
import type { DataScope } from './people';
import type { Schema } from './schema';

export type Credentials = Schema<'Credentials'>;
/** What a server that knows roles of the company's own says besides. */
interface Standing {
  rights: string[];
  data: DataScope;
  custom_role: string;
  department: string;
  nickname: string;
  hides_numbers: 'off' | 'all' | 'partial';
  /** Changes with the picture; empty: there is none. */
  avatar: string;
  /** The password was given by somebody else and must be changed first. */
  must_change_password: boolean;
}
export type Me = Schema<'Me'> & Partial<Standing>;
export type Role = Me['role'];
export type AgentState = Me['state'];

/** The answer's token is for programs; the page lives on the cookie and forgets it. */
export const signIn = (credentials: Credentials): Promise<unknown> =>
  request('POST', '/api/v1/sessions', { body: credentials, staysOn401: true });

export const signOut = (): Promise<void> => request('DELETE', '/api/v1/sessions/current', { staysOn401: true });

export const fetchMe = (staysOn401 = false): Promise<Me> => request('GET', '/api/v1/me', { staysOn401 });
