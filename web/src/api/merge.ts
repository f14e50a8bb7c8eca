import { request } from './client';
import type { CustomerCard } from './customers';

const of = (id: string): string => `/api/v1/customers/${encodeURIComponent(id)}`;

/** Who may be the same as this customer, lead or contact (疑似重复). */
export const fetchAlike = async (id: string): Promise<CustomerCard[]> =>
  (await request<{ items: CustomerCard[] }>('GET', `${of(id)}/duplicates`)).items;
/** The others go into this one, with all that hangs on them. */
export const mergeInto = (id: string, others: readonly string[]): Promise<CustomerCard> =>
  request('POST', `${of(id)}/merge`, { body: { others } });
