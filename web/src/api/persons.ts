import { request, type Query } from './client';
import type { DataJob } from './jobs';
import type { Page, Schema } from './schema';

/** All that is known of one person by number (B20). */
export type FoundPerson = Schema<'FoundPerson'>;
export type PersonRequest = Schema<'RequestView'>;

export interface PersonWish {
  number: string;
  reason: string;
  confirmation: string;
  counted: number;
}
const path = '/api/v1/persons';
export const findPerson = (number: string): Promise<FoundPerson> =>
  request('POST', `${path}/find`, { body: { number }, timeoutMs: 60_000 });
export const exportPerson = (wish: PersonWish): Promise<DataJob> =>
  request('POST', `${path}/export`, { body: wish, timeoutMs: 60_000 });
export const erasePerson = (wish: PersonWish): Promise<unknown> =>
  request('POST', `${path}/erase`, { body: wish, timeoutMs: 60_000 });
export const fetchPersonRequests = (query: Query, signal: AbortSignal): Promise<Page<PersonRequest>> =>
  request('GET', '/api/v1/person-requests', { query, signal });
