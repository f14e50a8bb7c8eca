import { request } from './client';
import type { Schema } from './schema';

// The central management platform above this company (R035).
export type Platform = Schema<'SitePlatform'>;
export type PlatformKey = Schema<'KeyView'>;
export type CreatedKey = Schema<'CreatedKey'>;
export type PlatformUse = Schema<'UseView'>;

const itemsOf = async <T>(path: string): Promise<T[]> => (await request<{ items: T[] }>('GET', path)).items;

export const fetchPlatform = (): Promise<Platform> => request('GET', '/api/v1/config/platform');
export const putPlatform = (body: Platform, seen?: string): Promise<void> =>
  request('PUT', '/api/v1/config/platform', { body, seen });
export const fetchKeys = (): Promise<PlatformKey[]> => itemsOf('/api/v1/platform/keys');
export const createKey = (name: string): Promise<CreatedKey> =>
  request('POST', '/api/v1/platform/keys', { body: { name } });
export const revokeKey = (id: string): Promise<void> =>
  request('DELETE', `/api/v1/platform/keys/${encodeURIComponent(id)}`);
export const fetchUses = (): Promise<PlatformUse[]> => itemsOf('/api/v1/platform/uses');
