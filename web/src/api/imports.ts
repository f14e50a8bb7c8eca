import { request, requestSound, type Query } from './client';
import type { FileFormat } from './jobs';
import type { Page, Schema } from './schema';

/** Files whose rows become customers, leads, contacts, employees or blocked numbers (R216). */
export type ImportView = Schema<'ImportView'>;
export type ImportKind = 'customers' | 'leads' | 'contacts' | 'users' | 'blocked-numbers';
export type Existing = ImportView['existing'];
export type KindView = Schema<'KindView'>;
export type FailedRows = Schema<'FailedRows'>;

const path = '/api/v1/imports';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;
// A file of ten megabytes on a slow line.
const uploadMs = 120_000;

export const fetchImports = (query: Query, signal: AbortSignal): Promise<Page<ImportView>> =>
  request('GET', path, { query, signal });
export const fetchImport = (id: string): Promise<ImportView> => request('GET', of(id));
export const fetchKind = (kind: ImportKind): Promise<KindView> => request('GET', `${path}/${kind}/columns`);
/** Nothing is taken in yet: the answer says what would become of the rows. */
export const uploadImport = (kind: ImportKind, file: File, existing: Existing): Promise<ImportView> =>
  request('POST', `${path}/${kind}`, {
    query: { name: file.name, existing },
    body: new Blob([file], { type: 'application/octet-stream' }),
    timeoutMs: uploadMs,
  });
/** A second time changes nothing. */
export const runImport = (id: string): Promise<ImportView> => request('POST', `${of(id)}/run`);
export const cancelImport = (id: string): Promise<void> => request('DELETE', of(id));
export const fetchFailures = (id: string): Promise<FailedRows> => request('GET', `${of(id)}/failures`);
export const failuresFile = (id: string, format: FileFormat): Promise<Blob> =>
  requestSound('GET', `${of(id)}/failures/file`, { query: { format } });
export const importTemplate = (kind: ImportKind, format: FileFormat): Promise<Blob> =>
  requestSound('GET', `${path}/${kind}/template`, { query: { format } });

/** Saves what was fetched, without leaving the page. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
