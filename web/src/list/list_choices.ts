import { reactive, watch } from 'vue';
import { useSession } from '@/stores/session';
import { pageSizes, usualSize } from './list_query';
import type { ListColumn, ListFilter } from './list_spec';

/** Conditions, order and size under a name; `url` is what `writeQuery` made of them. */
export interface SavedView {
  name: string;
  url: Record<string, string>;
}

/** How one person likes one list. Kept in this browser, under the person's number. */
export interface ListChoices {
  size: number;
  compact: boolean;
  /** Keys in the wanted order; columns that are not named follow in their own order. */
  order: string[];
  /** Keys that are shown although optional, or hidden although usual. */
  flipped: string[];
  /** Keys of conditions, likewise. */
  filters: string[];
  views: SavedView[];
}

const mostViews = 12;
const usual = (): ListChoices => ({ size: usualSize, compact: false, order: [], flipped: [], filters: [], views: [] });

function viewsOf(read: unknown): SavedView[] {
  const views = Array.isArray(read) ? (read as (Partial<SavedView> | null)[]) : [];
  return views.flatMap((view) =>
    typeof view?.name === 'string' && view.url && typeof view.url === 'object'
      ? [{ name: view.name, url: view.url }]
      : [],
  );
}

/** One of the same name is replaced; the oldest go. */
export const withView = (views: readonly SavedView[], view: SavedView): SavedView[] =>
  [...withoutView(views, view.name), view].slice(-mostViews);
export const withoutView = (views: readonly SavedView[], name: string): SavedView[] =>
  views.filter((view) => view.name !== name);

export function readChoices(text: string | null): ListChoices {
  try {
    const read = JSON.parse(text ?? '{}') as Partial<ListChoices>;
    return {
      size: pageSizes.find((size) => size === read.size) ?? usualSize,
      compact: read.compact === true,
      order: Array.isArray(read.order) ? read.order.map(String) : [],
      flipped: Array.isArray(read.flipped) ? read.flipped.map(String) : [],
      filters: Array.isArray(read.filters) ? read.filters.map(String) : [],
      views: viewsOf(read.views),
    };
  } catch {
    return usual();
  }
}

export function useListChoices(name: string): ListChoices {
  const key = `yinghe.list.${useSession().me?.number ?? ''}.${name}`;
  const choices = reactive(readChoices(localStorage.getItem(key)));
  watch(choices, () => localStorage.setItem(key, JSON.stringify(choices)));
  return choices;
}

type Arranged = Pick<ListColumn<never>, 'key' | 'fixed' | 'optional'>;

/** All columns in the chosen order; frozen ones keep their edge. */
export function arranged<Column extends Arranged>(columns: readonly Column[], choices: ListChoices): Column[] {
  const place = (column: Column): number => {
    const at = choices.order.indexOf(column.key);
    return at < 0 ? choices.order.length + columns.indexOf(column) : at;
  };
  const movable = columns.filter((column) => !column.fixed).sort((a, b) => place(a) - place(b));
  return [
    ...columns.filter((column) => column.fixed === 'start'),
    ...movable,
    ...columns.filter((column) => column.fixed === 'end'),
  ];
}

export function isShown(column: Arranged, choices: ListChoices): boolean {
  return Boolean(column.fixed) || Boolean(column.optional) === choices.flipped.includes(column.key);
}

/** The conditions that somebody chose to have at hand (R121); what narrows the list just now is always among them. */
export const shownFilters = (
  filters: readonly ListFilter[],
  choices: Pick<ListChoices, 'filters'>,
  conditions: Readonly<Record<string, string>>,
): ListFilter[] =>
  filters.filter(
    ({ key, optional, initial }) =>
      Boolean(optional) === choices.filters.includes(key) || (conditions[key] ?? '') !== (initial ?? ''),
  );

/** Moves one column by one place among the movable ones. */
export function moved(columns: readonly Arranged[], choices: ListChoices, key: string, by: 1 | -1): string[] {
  const keys = arranged(columns, choices)
    .filter((column) => !column.fixed)
    .map((column) => column.key);
  const at = keys.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= keys.length) {
    return keys;
  }
  keys.splice(to, 0, ...keys.splice(at, 1));
  return keys;
}
