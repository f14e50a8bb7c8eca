import { request } from './client';
import type { Schema } from './schema';

// The second factor (B19): one's own, and taking somebody else's away.
export type TwoFactor = Schema<'MyTwoFactor'>;
export type AuthenticatorSecret = Schema<'AuthenticatorSecret'>;
type Codes = Schema<'RecoveryCodes'>;

const path = '/api/v1/me/two-factor';
export const fetchTwoFactor = (): Promise<TwoFactor> => request('GET', path);
/** A new secret; it counts only when `confirmTwoFactor` has seen a code of it. */
export const beginTwoFactor = (password: string): Promise<AuthenticatorSecret> =>
  request('POST', path, { body: { password } });
export const confirmTwoFactor = async (code: string): Promise<string[]> =>
  (await request<Codes>('PUT', path, { body: { code } })).codes;
export const renewRecoveryCodes = async (password: string): Promise<string[]> =>
  (await request<Codes>('POST', `${path}/recovery-codes`, { body: { password } })).codes;
export const switchOffTwoFactor = (password: string): Promise<void> =>
  request('POST', `${path}/off`, { body: { password } });
/** By an administrator: the person signs in with the password alone again. */
export const takeTwoFactor = (number: string): Promise<void> =>
  request('DELETE', `/api/v1/users/${encodeURIComponent(number)}/two-factor`);
