import { describe, expect, it } from 'vitest';
import type { CustomerItem } from '@/api/customers';
import type { ListSpec } from '@/list/list_spec';
import { draftOf, emptyForm, firstValues } from './customer_draft';
import { choicesOf, dayArgs, valueText, withOwnFields, type People } from './own_fields';

const people: People = { choices: () => [], nameOf: (number) => `王 ${number}` };
const field = (key: string, type: Parameters<typeof valueText>[0]['type'], listed = false) => ({
  key,
  type,
  name: `字段${key}`,
  listed,
  system: false,
  initial: null,
  choices: [
    { key: 'a', name: '北京', enabled: true },
    { key: 'b', name: '上海', enabled: false },
  ],
});

describe('R160: a value as people read it', () => {
  it('names choices and people, and shows what is no choice any more', () => {
    expect(valueText(field('f1', 'select'), 'b', people.nameOf)).toBe('上海');
    expect(valueText(field('f1', 'checks'), ['a', 'z'], people.nameOf)).toBe('北京、z');
    expect(valueText(field('f1', 'person'), '10001', people.nameOf)).toBe('王 10001');
    expect(valueText(field('f1', 'number'), 0, people.nameOf)).toBe('0');
    expect(valueText(field('f1', 'date'), null, people.nameOf)).toBe('');
  });
  it('offers what is switched off only where it is chosen', () => {
    expect(choicesOf(field('f1', 'select')).map(({ value }) => value)).toEqual(['a']);
    expect(choicesOf(field('f1', 'checks'), ['b']).map(({ value }) => value)).toEqual(['a', 'b']);
  });
});

describe('R122, R141: a list with own fields', () => {
  const plain: ListSpec<CustomerItem> = {
    name: 'customers',
    title: '',
    empty: '',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: () => Promise.reject(new Error('not asked')),
    presets: [],
    filters: [{ key: 'find', title: '', kind: 'search' }],
    columns: [
      { key: 'name', title: '', width: 100, fixed: 'start' },
      { key: 'actions', title: '', width: 100, fixed: 'end' },
    ],
  };
  const own = [field('f1', 'select', true), field('f2', 'text'), field('f3', 'date')];
  it('has each as a column, those of closed kinds as filters', () => {
    const spec = withOwnFields(plain, [{ ...field('name', 'text'), system: true }, ...own], people);
    expect(spec.columns.map(({ key }) => key)).toEqual(['name', 'f1', 'f2', 'f3', 'actions']);
    expect(spec.columns.map(({ optional }) => Boolean(optional))).toEqual([false, false, true, true, false]);
    expect(spec.filters.map(({ key }) => key)).toEqual(['f1', 'f3', 'find']);
    expect(spec.filters.map(({ optional }) => Boolean(optional))).toEqual([false, true, false]);
    const row = { fields: { f1: 'a' } } as unknown as CustomerItem;
    expect(spec.columns.slice(1, 3).map(({ text }) => text?.(row))).toEqual(['北京', '–']);
  });
  it('asks for days with both ends among them', () => {
    expect(dayArgs('f3', '2026-11-01_2026-11-30', new Date())).toEqual({ f3: '2026-11-01..2026-11-30' });
    expect(dayArgs('f3', 'all', new Date())).toEqual({});
  });
});

describe('R126: what is sent of own fields', () => {
  it('is everything of a new one, its defaults among them', () => {
    const first = firstValues([{ ...field('f1', 'select'), initial: 'a' }, field('f2', 'text')]);
    expect(draftOf(emptyForm(), null).fields).toEqual({});
    expect(draftOf({ ...emptyForm(), fields: first }, null).fields).toEqual({ f1: 'a', f2: null });
  });
  it('is what was changed of one that is there', () => {
    const before = { id: '1', fields: { f1: 'a', f2: 'x' }, version: 1, owner: null } as never;
    const form = { ...emptyForm(), fields: { f1: 'a', f2: null, f3: ['k'] } };
    expect(draftOf(form, before).fields).toEqual({ f2: null, f3: ['k'] });
  });
});
