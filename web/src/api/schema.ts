import type { components } from '@generated/openapi';

/** A struct of the server by its name, as its own document describes it: `Schema<'Me'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What every list answers. */
export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
}
