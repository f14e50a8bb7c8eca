import { request } from './client';
import type { Schema } from './schema';

export type Custody = Schema<'RecordingCustody'>;

/** Who heard or took away a recording, and its checksum. */
export const fetchCustody = (recording: string, signal: AbortSignal): Promise<Custody> =>
  request('GET', `/api/v1/recordings/${encodeURIComponent(recording)}/accesses`, { signal });
