import type { BookField } from '@/api/crm';
import type { CustomerItem } from '@/api/customers';
import { everything } from '@/list/list_query';
import { dateText, spanOf } from '@/list/days';
import type { Choice, ListColumn, ListFilter, ListSpec } from '@/list/list_spec';

// The company's own fields (R122, R126, R141, R160): how a value is read, and what they add to a list.

export type OwnValues = Record<string, unknown>;
type Field = Pick<BookField, 'key' | 'name' | 'type' | 'choices' | 'initial' | 'listed' | 'system'>;

const nameOf = (field: Pick<Field, 'choices'>, key: unknown): string =>
  field.choices.find((choice) => choice.key === key)?.name ?? String(key);

/** A value as people read it; `personOf` names an employee. */
export function valueText(field: Field, value: unknown, personOf: (number: string) => string): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map((key) => nameOf(field, key)).join('、');
  if (field.type === 'person') return personOf(String(value));
  if (field.type === 'select' || field.type === 'radio') return nameOf(field, value);
  return String(value);
}

/** Whether a list can be narrowed by it (R122). */
export const isClosed = (field: Pick<Field, 'type'>): boolean =>
  ['select', 'radio', 'checks', 'date', 'person'].includes(field.type);

/** What can be chosen: those that are switched off stay where they are chosen already. */
export const choicesOf = (field: Field, chosen?: unknown): Choice[] =>
  field.choices
    .filter(({ key, enabled }) => enabled || key === chosen || (Array.isArray(chosen) && chosen.includes(key)))
    .map(({ key, name }) => ({ value: key, label: name }));

/** A span of days as the server wants a day's filter: both ends among them. */
export function dayArgs(key: string, value: string, now: Date): Record<string, string> {
  const span = spanOf(value, now);
  return span ? { [key]: `${dateText(span.first)}..${dateText(span.last)}` } : {};
}

export interface People {
  choices: () => Choice[];
  nameOf: (number: string) => string;
}

const widths: Partial<Record<Field['type'], number>> = {
  paragraph: 220,
  text: 160,
  checks: 160,
  number: 104,
  time: 88,
};

export function ownColumn(field: Field, people: People): ListColumn<CustomerItem> {
  return {
    key: field.key,
    title: '',
    name: field.name,
    width: widths[field.type] ?? 128,
    align: field.type === 'number' ? 'right' : undefined,
    sort: field.key,
    optional: !field.listed,
    text: (row) => valueText(field, (row.fields as OwnValues | undefined)?.[field.key], people.nameOf) || '–',
  };
}

export function ownFilter(field: Field, people: People): ListFilter {
  // Who chose one wants it at hand; those that the company shows to everybody stand under "more".
  const common = { key: field.key, title: '', name: field.name, more: field.listed, optional: !field.listed };
  return field.type === 'date'
    ? { ...common, kind: 'days', initial: everything, args: (value, now) => dayArgs(field.key, value, now) }
    : { ...common, kind: 'choice', choices: field.type === 'person' ? people.choices : () => choicesOf(field) };
}

/** A list with the company's own fields: columns before what a row can do, filters before the search. */
export function withOwnFields(
  spec: ListSpec<CustomerItem>,
  fields: readonly Field[],
  people: People,
): ListSpec<CustomerItem> {
  const own = fields.filter(({ system }) => !system);
  const columns = own.map((field) => ownColumn(field, people));
  const filters = own.filter(isClosed).map((field) => ownFilter(field, people));
  const acts = spec.columns.filter(({ fixed }) => fixed === 'end');
  const search = spec.filters.filter(({ kind }) => kind === 'search');
  return {
    ...spec,
    columns: [...spec.columns.filter(({ fixed }) => fixed !== 'end'), ...columns, ...acts],
    filters: [...spec.filters.filter(({ kind }) => kind !== 'search'), ...filters, ...search],
  };
}
