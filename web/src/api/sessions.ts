import { request } from './client';
import type { Schema } from './schema';

export type Credentials = Schema<'Credentials'>;
export type Me = Schema<'Me'> & {
  /** The password was given by somebody else and must be changed first; a server that does not know that is silent. */
  must_change_password?: boolean;
};
export type Role = Me['role'];
export type AgentState = Me['state'];

/** The answer's token is for programs; the page lives on the cookie and forgets it. */
export const signIn = (credentials: Credentials): Promise<unknown> =>
  request('POST', '/api/v1/sessions', { body: credentials, staysOn401: true });

export const signOut = (): Promise<void> => request('DELETE', '/api/v1/sessions/current', { staysOn401: true });

export const fetchMe = (staysOn401 = false): Promise<Me> => request('GET', '/api/v1/me', { staysOn401 });
