import { request } from './client';
import type { Schema } from './schema';

/** What runs on the server. */
export type Product = Schema<'ProductView'>;

export const fetchProduct = (signal?: AbortSignal): Promise<Product> => request('GET', '/api/v1/product', { signal });
