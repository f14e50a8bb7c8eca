import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type CallRecord = Schema<'CallRecord'>;
export type CallDetail = Schema<'CallDetail'>;
export type RecordLeg = Schema<'RecordLeg'>;
export type QueueVisit = Schema<'RecordVisit'>;
export type RecordMark = Schema<'RecordMark'>;
export type Ending = Schema<'Ending'>;

const path = '/api/v1/call-records';

export const fetchCallRecords = (query: Query, signal: AbortSignal): Promise<Page<CallRecord>> =>
  request('GET', path, { query, signal });

export const fetchCallRecord = (id: string, signal: AbortSignal): Promise<CallDetail> =>
  request('GET', `${path}/${encodeURIComponent(id)}`, { signal });
