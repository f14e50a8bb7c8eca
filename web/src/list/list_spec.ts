import type { Component } from 'vue';
import type { Query } from '@/api/client';
import type { Page } from '@/api/schema';
import type { NamedDays } from './days';

/** One column. Its cell is either `text` or a component that gets `row` and may emit `open` and `act` (see cells.ts). */
export interface ListColumn<Row> {
  key: string;
  /** i18n key. */
  title: string;
  /** What a company calls it, in place of the title. */
  name?: string;
  /** px; room that is left over is shared by all columns. */
  width: number;
  align?: 'left' | 'right';
  /** The server's name of this order; absent: cannot be sorted by. */
  sort?: string;
  /** Not shown until somebody chooses it in the column setting. */
  optional?: boolean;
  /** Of the server's catalogue of fields: not there for whoever may not see it (`seen`). */
  field?: string;
  /** A customer's number: nothing to sort by for whoever does not see it whole (`seen`). */
  number?: boolean;
  /** Frozen at this edge; never hidden, never moved. */
  fixed?: 'start' | 'end';
  text?: (row: Row) => string;
  cell?: Component;
}

export interface Choice {
  value: string;
  label: string;
}

/** One condition; in the URL it is `key=value`. */
export interface ListFilter {
  key: string;
  /** i18n key. */
  title: string;
  /** What a company calls it, in place of the title. */
  name?: string;
  /** Not there until somebody chooses it in the setting of conditions; one in force is always shown. */
  optional?: boolean;
  /** `text`: a part of one column. `length`: of seconds (`lengths.ts`). `hidden` has no field: another page brings it in
   * the URL, and its chip takes it away. */
  kind: 'days' | 'choice' | 'text' | 'length' | 'search' | 'hidden';
  /** What the chip of a hidden one says. */
  chip?: (value: string) => string;
  /** Of days: the spans that are offered by their names; without it the usual ones. */
  names?: readonly NamedDays[];
  /** Of a choice; read again whenever it is drawn, so it may grow. */
  choices?: () => readonly Choice[];
  /** What is asked when the URL says nothing. */
  initial?: string;
  /** Stands under "more conditions". */
  more?: boolean;
  /** As of a column. */
  field?: string;
  /** Key of a condition that this one takes the place of: the server refuses both together (R213, R214). */
  instead?: string;
  width?: number;
  /** What the server is asked; without it `{key: value}`. */
  args?: (value: string, now: Date) => Query;
}

/** A named set of conditions. All presets of a list speak of the same keys. */
export interface ListPreset {
  key: string;
  /** i18n key. */
  title: string;
  conditions: Readonly<Record<string, string>>;
  /** How many there are, where that is known without asking for them. */
  count?: () => number | undefined;
}

/** Everything a list is. `name` is its route, its words (`<name>.title`) and where its choices are remembered. */
export interface ListSpec<Row> {
  name: string;
  title: string;
  columns: readonly ListColumn<Row>[];
  filters: readonly ListFilter[];
  presets: readonly ListPreset[];
  /** The server's default order, `-` for descending. */
  order: string;
  /** i18n key of the sentence for a list that never had a row. */
  empty: string;
  keyOf: (row: Row) => string;
  fetch: (query: Query, signal: AbortSignal) => Promise<Page<Row>>;
  /** Rows can be ticked, and something is done with all of them: the slot `batch` offers it. */
  selectable?: boolean;
  /** Keys of everything that fits the conditions, for choosing more than this page shows. */
  allKeys?: (query: Query) => Promise<readonly string[]>;
  /** What is done with all of them names them by their conditions: the slot `batch` gets these as `whole`. */
  takesWhole?: boolean;
  /** It can be taken away as a file: the server's name of the list, and its columns where they are called otherwise. */
  file?: { list: string; columns?: Readonly<Record<string, string>> };
  /** What one must be allowed to take the rows away as a file. */
  exportRight?: string;
}

/** What the query logic needs to know of a list; no row type. */
export type ListShape = Pick<ListSpec<never>, 'filters' | 'presets' | 'order'> & {
  columns: readonly { sort?: string }[];
};
