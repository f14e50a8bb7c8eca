import { describe, expect, it } from 'vitest';
import { daysArgs } from './days';
import {
  activePreset,
  chipKeys,
  filterArgs,
  nextSort,
  readQuery,
  requestArgs,
  searchArgs,
  searchText,
  withConditions,
  withoutConditions,
  withPreset,
  writeQuery,
} from './list_query';
import type { ListShape } from './list_spec';

const shape: ListShape = {
  order: '-created_at_ms',
  columns: [{ sort: 'created_at_ms' }, { sort: 'talk_s' }, {}],
  filters: [
    { key: 'days', title: '', kind: 'days', initial: 'today', args: daysArgs },
    { key: 'queue', title: '', kind: 'choice' },
    { key: 'direction', title: '', kind: 'choice' },
    { key: 'result', title: '', kind: 'choice' },
    { key: 'find', title: '', kind: 'search', args: searchArgs },
  ],
  presets: [
    { key: 'all', title: '', conditions: {} },
    { key: 'inbound', title: '', conditions: { direction: 'inbound' } },
    { key: 'missed', title: '', conditions: { direction: 'inbound', result: 'abandoned' } },
  ],
};
const now = new Date(2026, 10, 21, 14, 55);

describe('a list query', () => {
  it('begins with the conditions of the page and the remembered size', () => {
    expect(readQuery(shape, {}, 50)).toEqual({ conditions: { days: 'today' }, sort: '', page: 1, size: 50 });
  });

  it('survives the way through the URL', () => {
    const url = { days: '2026-11-01_2026-11-20', queue: '600', sort: '-talk_s', page: '3', size: '50' };
    const query = readQuery(shape, url);
    expect(writeQuery(shape, query)).toEqual(url);
    expect(readQuery(shape, writeQuery(shape, query))).toEqual(query);
  });

  it('says nothing in the URL that is usual', () => {
    expect(writeQuery(shape, readQuery(shape, {}))).toEqual({});
  });

  it('keeps "all days" apart from the usual day', () => {
    const query = withConditions(readQuery(shape, {}), { days: 'all' });
    expect(writeQuery(shape, query)).toEqual({ days: 'all' });
    expect(filterArgs(shape, query, now)).toEqual({});
  });

  it('counts a linked page in the usual size, whatever the reader prefers', () => {
    expect(readQuery(shape, { page: '2' }, 100).size).toBe(25);
  });

  it('takes nonsense in the URL for the default', () => {
    const query = readQuery(shape, { page: '-3', size: '7', sort: 'password', queue: ['600', '601'] });
    expect(query).toMatchObject({ page: 1, size: 25, sort: '' });
    expect(query.conditions.queue).toBe('600');
  });

  it('asks the server for the span, the page and the order', () => {
    const query = readQuery(shape, { queue: '600', find: '138', sort: 'talk_s', page: '2' });
    expect(requestArgs(shape, query, now)).toEqual({
      from_ms: new Date(2026, 10, 21).getTime(),
      to_ms: new Date(2026, 10, 22).getTime(),
      queue: '600',
      number: '138',
      sort: 'talk_s',
      page: 2,
      size: 25,
    });
  });

  it('goes back to the first page when conditions change, and keeps order and size', () => {
    const query = readQuery(shape, { sort: '-talk_s', page: '4', size: '50' });
    expect(withConditions(query, { queue: '600' })).toMatchObject({ page: 1, sort: '-talk_s', size: 50 });
    expect(withoutConditions(shape, withConditions(query, { queue: '600' })).conditions).toEqual({ days: 'today' });
  });

  it('sorts descending, then ascending, then as the list does by itself', () => {
    expect(nextSort(shape, '', 'talk_s')).toBe('-talk_s');
    expect(nextSort(shape, '-talk_s', 'talk_s')).toBe('talk_s');
    expect(nextSort(shape, 'talk_s', 'talk_s')).toBe('');
    expect(nextSort(shape, '-talk_s', 'created_at_ms')).toBe('');
    expect(nextSort(shape, '', 'created_at_ms')).toBe('created_at_ms');
  });

  it('names the preset that its conditions amount to', () => {
    const missed = shape.presets[2];
    const query = missed ? withPreset(shape, readQuery(shape, { queue: '600' }), missed) : readQuery(shape, {});
    expect(activePreset(shape, query)?.key).toBe('missed');
    expect(activePreset(shape, withConditions(query, { result: '' }))?.key).toBe('inbound');
    expect(activePreset(shape, withConditions(query, { result: 'busy' }))).toBeUndefined();
    expect(query.conditions.queue).toBe('600');
  });

  it('shows chips for what the preset does not say', () => {
    const query = readQuery(shape, { direction: 'inbound', queue: '600', days: 'all' });
    expect(chipKeys(shape, query)).toEqual(['queue']);
    expect(chipKeys(shape, readQuery(shape, { direction: 'internal' }))).toEqual(['days', 'direction']);
  });
});

describe('a search', () => {
  it('refuses numbers of less than three digits, and cleans pasted ones', () => {
    expect(searchText('7')).toBeNull();
    expect(searchText('1-3')).toBeNull();
    expect(searchText(' +86 138-0013 8000')).toBe('13800138000');
    expect(searchText('')).toBe('');
  });

  // R084: typing 37 matches number, name, queue, date and length.
  it('looks for two digits, days and times in everything that a row shows', () => {
    for (const text of ['37', '11-21', '2026-11-21', '09:37']) {
      expect(searchText(text)).toBe(text);
      expect(searchArgs(text)).toEqual({ search: text });
    }
  });

  it('takes any other text as it is', () => {
    expect(searchText(' 王 ')).toBe('王');
    expect(searchArgs('王')).toEqual({ search: '王' });
    expect(searchArgs('138')).toEqual({ number: '138' });
  });
});
