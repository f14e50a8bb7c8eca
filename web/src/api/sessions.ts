import { request } from './client';
import type { Schema } from './schema';

export type Credentials = Schema<'Credentials'>;
export type SmsCredentials = Schema<'SmsCredentials'>;
export type Me = Schema<'Me'>;
export type Role = Me['role'];
export type AgentState = Me['state'];

/** The answer's token is for programs; the page lives on the cookie and forgets it. */
export const signIn = (credentials: Credentials): Promise<unknown> =>
  request('POST', '/api/v1/sessions', { body: credentials, staysOn401: true });

/** With a mobile number and the code that was sent to it (R003). */
export const signInBySms = (credentials: SmsCredentials): Promise<unknown> =>
  request('POST', '/api/v1/sessions/by-sms', { body: credentials, staysOn401: true });

/** The answer is the same whether the mobile is somebody's or not. */
export const sendSmsCode = (tenant: string, mobile: string): Promise<void> =>
  request('POST', '/api/v1/sign-in-codes', { body: { tenant, mobile } });

export const signOut = (): Promise<void> => request('DELETE', '/api/v1/sessions/current', { staysOn401: true });

export const fetchMe = (staysOn401 = false): Promise<Me> => request('GET', '/api/v1/me', { staysOn401 });
