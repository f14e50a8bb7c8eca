import type { ServiceDraft } from './customers';
import { request, type Query } from './client';
import type { Page, Schema } from './schema';

/** What agents wrote down about calls: service records (R165, R166) and contact history (R168) are the same rows. */
export type ServiceItem = Schema<'ServiceItem'>;
export type ServiceForm = Schema<'ServiceForm'>;

const path = '/api/v1/service-records';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchServiceRecords = (query: Query, signal?: AbortSignal): Promise<Page<ServiceItem>> =>
  request('GET', path, { query, signal });
export const fetchContactHistory = (query: Query, signal: AbortSignal): Promise<Page<ServiceItem>> =>
  request('GET', '/api/v1/contact-history', { query, signal });
export const changeServiceRecord = (id: string, body: ServiceDraft): Promise<ServiceItem> =>
  request('PUT', of(id), { body });
export const deleteServiceRecord = (id: string): Promise<void> => request('DELETE', of(id));

const form = '/api/v1/crm/service-form';
export const fetchServiceForm = (): Promise<ServiceForm> => request('GET', form);
export const saveServiceForm = (body: ServiceForm): Promise<ServiceForm> => request('PUT', form, { body });
