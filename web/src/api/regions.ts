import { request, requestSound } from './client';
import type { Schema } from './schema';

/** The table of where numbers belong (归属地), of the whole server. */
export type Regions = Schema<'RegionsView'>;

const path = '/api/v1/regions';
export const fetchRegions = (number?: string): Promise<Regions> => request('GET', path, { query: { number } });
export const putRegions = (file: File): Promise<Regions> =>
  request('PUT', path, { body: new Blob([file], { type: 'text/csv' }), timeoutMs: 120_000 });
export const dropRegions = (): Promise<Regions> => request('DELETE', path);
export const regionsFile = (): Promise<Blob> => requestSound('GET', `${path}/file`);
