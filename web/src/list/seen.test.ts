import { describe, expect, it } from 'vitest';
import type { ListSpec } from './list_spec';
import { seenBy } from './seen';

const spec: ListSpec<{ id: string }> = {
  name: 'customers',
  title: 'x',
  empty: 'x',
  order: '-at',
  keyOf: (row) => row.id,
  fetch: () => Promise.reject(new Error('not asked')),
  columns: [
    { key: 'name', title: 'x', width: 1, sort: 'name' },
    { key: 'number', title: 'x', width: 1, sort: 'number', number: true },
    { key: 'owner', title: 'x', width: 1, field: 'customer.owner' },
  ],
  filters: [
    { key: 'owner', title: 'x', kind: 'choice', field: 'customer.owner' },
    { key: 'find', title: 'x', kind: 'search' },
  ],
  presets: [
    { key: 'all', title: 'x', conditions: {} },
    { key: 'mine', title: 'x', conditions: { owner: '1' } },
  ],
};

describe('a list as somebody sees it (R255)', () => {
  it('has no column, condition or preset of what a role hides', () => {
    const narrow = seenBy(spec, { sees: (field) => field !== 'customer.owner', hidesNumbers: false });
    expect(narrow.columns.map(({ key }) => key)).toEqual(['name', 'number']);
    expect(narrow.filters.map(({ key }) => key)).toEqual(['find']);
    expect(narrow.presets.map(({ key }) => key)).toEqual(['all']);
    expect(narrow.columns[1]?.sort).toBe('number');
  });

  it('offers no order by a number that is hidden (R264)', () => {
    const narrow = seenBy(spec, { sees: () => true, hidesNumbers: true });
    expect(narrow.columns.map(({ sort }) => sort)).toEqual(['name', undefined, undefined]);
    expect(narrow.columns.length).toBe(3);
  });
});
