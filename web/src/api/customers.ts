import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type CustomerItem = Schema<'CustomerItem'>;
export type CustomerCard = Schema<'CustomerCard'>;
export type CustomerFile = Schema<'CustomerFile'>;
export type CustomerCall = Schema<'CustomerCall'>;
export type ServiceRecord = Schema<'ServiceRecord'>;
export type CallCustomer = Schema<'CallCustomer'>;
export type CustomerHistory = Schema<'CustomerHistory'>;
export type CustomerDraft = Schema<'CustomerDraft'>;
export type ServiceDraft = Schema<'ServiceDraft'>;

export type Dependents = Schema<'Dependents'>;
export type Dynamic = Schema<'Dynamic'>;
export type Dynamics = Schema<'Dynamics'>;
export type DeletedItem = Schema<'DeletedItem'>;
export type Conversion = Schema<'Conversion'>;

const path = '/api/v1/customers';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchCustomers = (query: Query, signal: AbortSignal): Promise<Page<CustomerItem>> =>
  request('GET', path, { query, signal });
export const fetchLeads = (query: Query, signal: AbortSignal): Promise<Page<CustomerItem>> =>
  request('GET', '/api/v1/leads', { query, signal });
export const fetchContacts = (query: Query, signal: AbortSignal): Promise<Page<CustomerItem>> =>
  request('GET', '/api/v1/contacts', { query, signal });
/** `call`: the asker is in it, which opens the card of whoever calls. */
export const fetchCustomer = (id: string, call?: string, signal?: AbortSignal): Promise<CustomerFile> =>
  request('GET', of(id), { query: { call }, signal });
export const fetchCallCustomer = (call: string, signal?: AbortSignal): Promise<CallCustomer> =>
  request('GET', `/api/v1/calls/${encodeURIComponent(call)}/customer`, { signal });
export const createCustomer = (body: CustomerDraft): Promise<CustomerCard> => request('POST', path, { body });
export const putCustomer = (id: string, body: CustomerDraft): Promise<CustomerCard> => request('PUT', of(id), { body });
/** `contacts`: how many the person was told of that go with it. */
export const deleteCustomer = (id: string, contacts = 0): Promise<void> =>
  request('DELETE', of(id), { query: { contacts: contacts || undefined } });
export const fetchDependents = (id: string, signal?: AbortSignal): Promise<Dependents> =>
  request('GET', `${of(id)}/dependents`, { signal });
export const fetchDynamics = (id: string, query: Query, signal?: AbortSignal): Promise<Dynamics> =>
  request('GET', `${of(id)}/dynamics`, { query, signal });
export const fetchDeleted = (query: Query, signal: AbortSignal): Promise<Page<DeletedItem>> =>
  request('GET', '/api/v1/deleted-objects', { query, signal });
export const fetchConversion = (lead: string): Promise<Conversion> =>
  request('GET', `/api/v1/leads/${encodeURIComponent(lead)}/conversion`);
export const convertInto = (lead: string, customer: string): Promise<CustomerCard> =>
  request('POST', `/api/v1/leads/${encodeURIComponent(lead)}/convert`, { body: { customer } });
export const restoreCustomer = (id: string): Promise<CustomerCard> => request('POST', `${of(id)}/restore`);
export const addService = (id: string, body: ServiceDraft): Promise<void> =>
  request('POST', `${of(id)}/services`, { body });
export const fetchHistory = async (id: string, signal?: AbortSignal): Promise<CustomerHistory[]> =>
  (await request<{ items: CustomerHistory[] }>('GET', `${of(id)}/history`, { signal })).items;

let levels: Promise<string[]> | null = null;
/** What customers can be to the company; asked once, and again after a failure. */
export function fetchLevels(): Promise<string[]> {
  levels ??= request<{ items: string[] }>('GET', `${path}/levels`).then(({ items }) => items);
  levels.catch(() => (levels = null));
  return levels;
}
