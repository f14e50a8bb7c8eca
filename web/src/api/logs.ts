import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type SignIn = Schema<'SignInView'>;
export type Operation = Schema<'OperationView'>;
export type StateStretch = Schema<'StateView'>;
export type ConfigChange = Schema<'ConfigChangeView'>;
export type ExportLine = Schema<'ExportView'>;
export type ConfigChangeDetail = Schema<'ConfigChangeDetail'>;

const list =
  <Row>(name: string) =>
  (query: Query, signal: AbortSignal): Promise<Page<Row>> =>
    request('GET', `/api/v1/${name}`, { query, signal });

export const fetchSignIns = list<SignIn>('sign-ins');
export const fetchOperations = list<Operation>('operations');
export const fetchStates = list<StateStretch>('agent-states');
export const fetchExportLog = list<ExportLine>('export-log');
export const fetchConfigChanges = list<ConfigChange>('config-changes');

export const fetchConfigChange = (id: string, signal: AbortSignal): Promise<ConfigChangeDetail> =>
  request('GET', `/api/v1/config-changes/${encodeURIComponent(id)}`, { signal });
