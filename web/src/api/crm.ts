import { request } from './client';
import type { Schema } from './schema';

export type CrmBook = Schema<'BookView'>;
export type BookField = Schema<'BookField'>;
export type BookPool = Schema<'BookPool'>;
export type CrmStage = Schema<'Stage'>;
export type CrmTagGroup = Schema<'TagGroup'>;
export type ObjectKind = BookField['object'];

/** The company's rules for customers, leads and contacts, as one sees them. */
export const fetchBook = (): Promise<CrmBook> => request('GET', '/api/v1/crm/book');
