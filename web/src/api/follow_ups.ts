import { pathWithQuery, request, type Query } from './client';
import type { Page, Schema } from './schema';

/** What is written down about customers, leads and contacts (R133, R169), and the plans about them (R131). */
export type FollowUp = Schema<'FollowUpView'>;
export type FollowUpItem = Schema<'FollowUpItem'>;
export type FollowUpDraft = Schema<'FollowUpDraft'>;
export type FollowUpFile = Schema<'FollowUpFile'>;
export type DueFollowUp = Schema<'DueFollowUp'>;
export type CustomerPlan = Schema<'CustomerPlan'>;
export type FollowUpTemplate = Schema<'BookTemplate'>;
export type TemplateField = Schema<'TemplateField'>;

const path = '/api/v1/follow-ups';
const files = '/api/v1/follow-up-files';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;
const ofCustomer = (id: string, what: string): string => `/api/v1/customers/${encodeURIComponent(id)}/${what}`;
// Ten megabytes on a slow line.
const uploadMs = 120_000;
export const mostFiles = 10;
export const mostFileBytes = 10 * 1024 * 1024;

export const fetchFollowUps = (query: Query, signal: AbortSignal): Promise<Page<FollowUpItem>> =>
  request('GET', path, { query, signal });
export const fetchFollowUp = (id: string, signal?: AbortSignal): Promise<FollowUp> =>
  request('GET', of(id), { signal });
export const deleteFollowUp = (id: string): Promise<void> => request('DELETE', of(id));
export const meetFollowUp = (id: string): Promise<void> => request('POST', `${of(id)}/met`);
export const fetchDue = async (beforeMs: number): Promise<DueFollowUp[]> =>
  (await request<{ items: DueFollowUp[] }>('GET', `${path}/due`, { query: { before_ms: beforeMs } })).items;

export const fetchFollowUpsOf = async (customer: string, call?: string, signal?: AbortSignal): Promise<FollowUp[]> =>
  (await request<{ items: FollowUp[] }>('GET', ofCustomer(customer, 'follow-ups'), { query: { call }, signal })).items;
export const writeFollowUp = (customer: string, body: FollowUpDraft): Promise<FollowUp> =>
  request('POST', ofCustomer(customer, 'follow-ups'), { body });
export const fetchPlansOf = async (customer: string, call?: string, signal?: AbortSignal): Promise<CustomerPlan[]> =>
  (await request<{ items: CustomerPlan[] }>('GET', ofCustomer(customer, 'plans'), { query: { call }, signal })).items;

export const uploadFile = (file: File): Promise<FollowUpFile> =>
  request('POST', files, {
    query: { name: file.name },
    body: new Blob([file], { type: 'application/octet-stream' }),
    timeoutMs: uploadMs,
  });
export const dropFile = (id: string): Promise<void> => request('DELETE', `${files}/${encodeURIComponent(id)}`);
export const addressOfFile = (id: string, save = false): string =>
  pathWithQuery(`${files}/${encodeURIComponent(id)}`, save ? { download: 1 } : {});
