import { request } from './client';
import type { Schema } from './schema';

export type Today = Schema<'TodayFigures'>;
export type SystemFacts = Schema<'SystemView'>;
export type Overview = Schema<'OverviewFigures'>;

export const fetchSystem = (signal?: AbortSignal): Promise<SystemFacts> => request('GET', '/api/v1/system', { signal });
export const fetchOverview = (signal?: AbortSignal): Promise<Overview> =>
  request('GET', '/api/v1/figures/overview', { signal });
