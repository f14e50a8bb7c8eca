import type { Query } from '@/api/client';
import type { ListPreset, ListShape } from './list_spec';

/** A condition that asks for everything, where the list would otherwise narrow by itself. */
export const everything = 'all';
export const pageSizes = [10, 25, 50, 100] as const;
export const usualSize = 25;

/** What a list shows: the URL, its request and the screen are all made of this one value. */
export interface ListQuery {
  conditions: Readonly<Record<string, string>>;
  /** Empty: the list's own order. */
  sort: string;
  page: number;
  size: number;
}

type UrlQuery = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

function sizeOf(text: string, remembered: number): number {
  const size = text === '' ? remembered : Number(text);
  return pageSizes.find((each) => each === size) ?? usualSize;
}

/** Reads the URL. What nobody could have meant (page -3, an unknown order) becomes the default, never an error. */
export function readQuery(shape: ListShape, url: UrlQuery, rememberedSize: number = usualSize): ListQuery {
  const conditions: Record<string, string> = {};
  for (const { key, initial } of shape.filters) {
    const value = textOf(url[key]) || (initial ?? '');
    if (value) {
      conditions[key] = value;
    }
  }
  const sort = textOf(url.sort);
  const known = shape.columns.some((column) => column.sort && (sort === column.sort || sort === `-${column.sort}`));
  const page = Number(textOf(url.page) || 1);
  return {
    conditions,
    sort: known ? sort : '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    // A page number without a size was counted in the usual size, whoever opens the link.
    size: sizeOf(textOf(url.size), url.page === undefined ? rememberedSize : usualSize),
  };
}

/** The shortest URL that `readQuery` reads back as the same query. */
export function writeQuery(shape: ListShape, query: ListQuery): Record<string, string> {
  const url: Record<string, string> = {};
  for (const { key, initial } of shape.filters) {
    const value = query.conditions[key] ?? (initial ? everything : '');
    if (value && value !== initial) {
      url[key] = value;
    }
  }
  if (query.sort) {
    url.sort = query.sort;
  }
  if (query.page > 1) {
    url.page = String(query.page);
  }
  if (query.size !== usualSize) {
    url.size = String(query.size);
  }
  return url;
}

/** The conditions and the order as the server wants them. */
export function filterArgs(shape: ListShape, query: ListQuery, now: Date): Query {
  const args: Query = {};
  for (const { key, args: translated } of shape.filters) {
    const value = query.conditions[key];
    if (value && value !== everything) {
      Object.assign(args, translated ? translated(value, now) : { [key]: value });
    }
  }
  if (query.sort && query.sort !== shape.order) {
    args.sort = query.sort;
  }
  return args;
}

export function requestArgs(shape: ListShape, query: ListQuery, now: Date): Query {
  return { ...filterArgs(shape, query, now), page: query.page, size: query.size };
}

/** New conditions start at the first page again. */
export function withConditions(query: ListQuery, changed: Readonly<Record<string, string>>): ListQuery {
  const merged = Object.entries({ ...query.conditions, ...changed }).filter(([, value]) => value !== '');
  return { ...query, conditions: Object.fromEntries(merged), page: 1 };
}

/** The query of a fresh page; size and order are habits, not conditions, and stay. */
export function withoutConditions(shape: ListShape, query: ListQuery): ListQuery {
  return { ...query, conditions: readQuery(shape, {}).conditions, page: 1 };
}

/** Desc → asc → the list's own order. */
export function nextSort(shape: ListShape, current: string, name: string): string {
  const steps = [`-${name}`, name, ''];
  const at = steps.indexOf(current || shape.order);
  const next = at < 0 ? `-${name}` : (steps[at + 1] ?? '');
  return next === shape.order ? '' : next;
}

export function activePreset(shape: ListShape, query: ListQuery): ListPreset | undefined {
  const keys = new Set(shape.presets.flatMap((preset) => Object.keys(preset.conditions)));
  return shape.presets.find((preset) =>
    [...keys].every((key) => (preset.conditions[key] ?? '') === (query.conditions[key] ?? '')),
  );
}

export function withPreset(shape: ListShape, query: ListQuery, preset: ListPreset): ListQuery {
  const blank = Object.fromEntries(
    shape.presets.flatMap((each) => Object.keys(each.conditions)).map((key) => [key, '']),
  );
  return withConditions(query, { ...blank, ...preset.conditions });
}

/** Keys of the conditions to show as chips: all that narrow, except what the preset's button says already. */
export function chipKeys(shape: ListShape, query: ListQuery): string[] {
  const said = activePreset(shape, query)?.conditions ?? {};
  return shape.filters
    .map((filter) => filter.key)
    .filter((key) => query.conditions[key] && query.conditions[key] !== everything && !(key in said));
}

const fewestDigits = 3;
// A day as lists show it (11-21), or written out; and two digits, of a time or a length as likely as of a number (R084).
const ofAnything = /^(\d{4}-\d{2}(-\d{2})?|\d{2}-\d{2}|\d{2})$/;

/** What is searched for: a number without its decoration, any other text as it is; null when too short to search by. */
export function searchText(text: string): string | null {
  const trimmed = text.trim();
  if (ofAnything.test(trimmed)) {
    return trimmed;
  }
  const digits = trimmed.replace(/[\s\-()\uff08\uff09]/g, '').replace(/^\+86/, '');
  if (!/^[0-9+*#]+$/.test(digits)) {
    return trimmed;
  }
  return digits.length < fewestDigits ? null : digits;
}

/** A search as the server wants it: by number, or in everything that the row shows. */
export function searchArgs(text: string): Query {
  return /^[0-9+*#]{3,}$/.test(text) ? { number: text } : { search: text };
}
