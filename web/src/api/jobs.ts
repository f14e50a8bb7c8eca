import { companyOffsetMin } from '@/realtime/company_time';
import { pathWithQuery, request, type Query } from './client';
import type { Page, Schema } from './schema';

/** Work that outlives its request: a list as a file, recordings in a zip (数据任务). */
export type DataJob = Schema<'JobView'>;
/** An export that somebody must approve, or did (导出审批). */
export type ExportApproval = Schema<'ApprovalView'>;
export type FileFormat = 'xlsx' | 'csv';

const path = '/api/v1/data-jobs';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchJobs = (query: Query, signal: AbortSignal): Promise<Page<DataJob>> =>
  request('GET', path, { query, signal });

/** What a list shows as a file: columns, order and conditions. Done at once when it is small. */
export const exportList = (list: string, format: FileFormat, query: Query, reason: string): Promise<DataJob> =>
  request('POST', '/api/v1/exports', {
    body: { list, format, query: pathWithQuery('', { ...query, utc_offset_min: companyOffsetMin() }).slice(1), reason },
  });

export const zipRecordings = (ids: readonly string[], reason: string): Promise<DataJob> =>
  request('POST', '/api/v1/recordings/zip', { body: { ids, utc_offset_min: companyOffsetMin(), reason } });

export const fetchApprovals = (query: Query, signal: AbortSignal): Promise<Page<ExportApproval>> =>
  request('GET', '/api/v1/export-approvals', { query, signal });

export const decideExport = (id: string, approve: boolean, reason: string): Promise<unknown> =>
  request('POST', `${of(id)}/decision`, { body: { approve, reason } });

export const cancelJob = (id: string): Promise<unknown> => request('DELETE', of(id));

export const jobFile = (id: string): string => `${of(id)}/file`;
