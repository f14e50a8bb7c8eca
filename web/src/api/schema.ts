import type { components } from '@generated/openapi';

/** A struct of the server by its name, as its own document describes it: `Schema<'Me'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What every list answers. */
export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
  /** There are more rows than `total`. */
  total_is_least?: boolean;
  /** Sent back as `after`, it begins the next page. */
  next?: string;
  /** The quick search looked no further back than this. */
  searched_from_ms?: number | null;
}
