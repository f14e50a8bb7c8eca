import { request } from './client';
import type { Schema } from './schema';

/** How people of the company may sign in (R003, B19). */
export type SignInRules = Schema<'SignInRules'>;
export type SignInRulesView = Schema<'SignInRulesView'>;

const path = '/api/v1/config/sign-in';
export const fetchSignInRules = (): Promise<SignInRulesView> => request('GET', path);
export const putSignInRules = (body: SignInRules, seen?: string): Promise<void> => request('PUT', path, { body, seen });
