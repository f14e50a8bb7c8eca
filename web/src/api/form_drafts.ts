import { request } from './client';
import type { Schema } from './schema';

/** What one has typed and not saved yet; the server keeps it for oneself. */
export type FormDraft = Schema<'FormDraft'>;

const path = '/api/v1/me/drafts';
const of = (about: string): string => `${path}/${encodeURIComponent(about)}`;

export const fetchDrafts = async (): Promise<FormDraft[]> => (await request<{ items: FormDraft[] }>('GET', path)).items;
export const keepDraft = (about: string, document: object): Promise<void> =>
  request('PUT', of(about), { body: document });
export const dropDraft = (about: string): Promise<void> => request('DELETE', of(about));
