import { request } from './client';
import type { Schema } from './schema';

export type Custody = Schema<'RecordingCustody'>;
export type Retention = Schema<'SiteRetention'>;

/** Who heard or took away a recording, and its checksum. */
export const fetchCustody = (recording: string, signal: AbortSignal): Promise<Custody> =>
  request('GET', `/api/v1/recordings/${encodeURIComponent(recording)}/accesses`, { signal });

export const fetchRetention = (): Promise<Retention> => request('GET', '/api/v1/config/retention');
export const putRetention = (body: Retention): Promise<void> => request('PUT', '/api/v1/config/retention', { body });
