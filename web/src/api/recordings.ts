import { companyOffsetMin } from '@/realtime/company_time';
import { pathWithQuery, request, type Query } from './client';
import type { Page, Schema } from './schema';

export type Recording = Schema<'RecordingItem'>;

/** The loudest moment of each equal stretch, 0 to 1. */
export interface Peaks {
  duration_ms: number;
  customer: number[];
  agent: number[];
}

const path = '/api/v1/recordings';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchRecordings = (query: Query, signal: AbortSignal): Promise<Page<Recording>> =>
  request('GET', path, { query, signal });

export const fetchPeaks = (id: string, points: number, signal: AbortSignal): Promise<Peaks> =>
  request('GET', `${of(id)}/peaks`, { query: { points }, signal });

export const recordingSound = (id: string): string => `${of(id)}/audio`;
export const recordingDownload = (id: string): string =>
  pathWithQuery(recordingSound(id), { download: 1, utc_offset_min: companyOffsetMin() });
