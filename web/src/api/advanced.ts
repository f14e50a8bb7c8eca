import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type Popup = Schema<'SitePopup'>;
export type MailServer = Schema<'SiteMail'>;
export type MailServerShown = Schema<'MailView'>;
export type MailTrial = Schema<'MailTrialView'>;
export type DiskAlertRule = Schema<'SiteDiskAlert'>;
export type DiskAlert = Schema<'DiskAlertView'>;
export type Retention = Schema<'SiteRetention'>;
export type Certificate = Schema<'CertificateView'>;
export type Deletion = Schema<'DeletionView'>;
export type DeletionCount = Schema<'DeletionCount'>;
export type DataKind = Deletion['kind'];

const config = '/api/v1/config';
export const fetchPopup = (): Promise<Popup> => request('GET', `${config}/popup`);
export const putPopup = (body: Popup, seen?: string): Promise<void> =>
  request('PUT', `${config}/popup`, { body, seen });
/** The same for those whose calls they are. */
export const fetchMyPopup = (): Promise<Popup> => request('GET', '/api/v1/popup');

export const fetchMail = (): Promise<MailServerShown> => request('GET', `${config}/mail`);
export const putMail = (body: MailServer, seen?: string): Promise<void> =>
  request('PUT', `${config}/mail`, { body, seen });
export const tryMail = (mail: MailServer, to: string): Promise<MailTrial> =>
  request('POST', `${config}/mail/test`, { body: { mail, to }, timeoutMs: 60_000 });

export const fetchDiskAlertRule = (): Promise<DiskAlertRule> => request('GET', `${config}/disk-alert`);
export const putDiskAlertRule = (body: DiskAlertRule, seen?: string): Promise<void> =>
  request('PUT', `${config}/disk-alert`, { body, seen });
export const fetchDiskAlerts = (query: Query): Promise<Page<DiskAlert>> =>
  request('GET', '/api/v1/disk-alerts', { query });

export const fetchRetention = (): Promise<Retention> => request('GET', `${config}/retention`);
export const putRetention = (body: Retention, seen?: string): Promise<void> =>
  request('PUT', `${config}/retention`, { body, seen });

export const fetchCertificate = (): Promise<Certificate> => request('GET', '/api/v1/certificate');
export const putCertificate = (chain: string, key: string): Promise<Certificate> =>
  request('PUT', '/api/v1/certificate', { body: { chain, key } });
export const dropCertificate = (): Promise<Certificate> => request('DELETE', '/api/v1/certificate');

export interface DeletionQuestion {
  kind: DataKind;
  before_ms: number;
  utc_offset_min: number;
}
const deletions = '/api/v1/data-deletions';
/** How much would go; nothing is deleted. */
export const countDeletion = (question: DeletionQuestion): Promise<DeletionCount> =>
  request('POST', `${deletions}/count`, { body: question, timeoutMs: 60_000 });
export const orderDeletion = (wish: DeletionQuestion & { counted: number; confirmation: string }): Promise<unknown> =>
  request('POST', deletions, { body: wish, timeoutMs: 60_000 });
export const stopDeletion = (id: string): Promise<void> => request('DELETE', `${deletions}/${encodeURIComponent(id)}`);
export const fetchDeletions = (query: Query, signal: AbortSignal): Promise<Page<Deletion>> =>
  request('GET', deletions, { query, signal });
