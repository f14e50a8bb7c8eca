import { describe, expect, it } from 'vitest';
import {
  arranged,
  isShown,
  moved,
  readChoices,
  shownFilters,
  withoutView,
  withView,
  type ListChoices,
} from './list_choices';
import { lastPage, pagesAround } from './pages';

const columns = [
  { key: 'time', fixed: 'start' as const },
  { key: 'queue' },
  { key: 'agent' },
  { key: 'ring', optional: true },
  { key: 'actions', fixed: 'end' as const },
];
const usual: ListChoices = readChoices(null);
const keys = (choices: ListChoices): string[] => arranged(columns, choices).map((column) => column.key);
const shown = (choices: ListChoices): string[] =>
  arranged(columns, choices)
    .filter((column) => isShown(column, choices))
    .map((column) => column.key);

describe('column choices', () => {
  it('show the usual columns first', () => {
    expect(shown(usual)).toEqual(['time', 'queue', 'agent', 'actions']);
  });

  it('hide, show and move, but never a frozen column', () => {
    expect(shown({ ...usual, flipped: ['queue', 'ring', 'time'] })).toEqual(['time', 'agent', 'ring', 'actions']);
    expect(moved(columns, usual, 'agent', -1)).toEqual(['agent', 'queue', 'ring']);
    expect(moved(columns, usual, 'queue', -1)).toEqual(['queue', 'agent', 'ring']);
    expect(keys({ ...usual, order: ['ring', 'agent', 'queue'] })).toEqual([
      'time',
      'ring',
      'agent',
      'queue',
      'actions',
    ]);
  });

  it('R121: have conditions at hand that somebody chose, and whatever narrows just now', () => {
    const filters = [
      { key: 'level', title: '', kind: 'choice' as const },
      { key: 'f1', title: '', kind: 'choice' as const, optional: true },
      { key: 'f2', title: '', kind: 'days' as const, optional: true, initial: 'all' },
    ];
    const at = (chosen: string[], conditions: Record<string, string>): string[] =>
      shownFilters(filters, { filters: chosen }, conditions).map(({ key }) => key);
    expect(at([], { f2: 'all' })).toEqual(['level']);
    expect(at(['f1', 'level'], { f2: 'all' })).toEqual(['f1']);
    expect(at(['level'], { level: 'VIP', f1: 'a', f2: 'today' })).toEqual(['level', 'f1', 'f2']);
  });

  it('put columns that are new since the choice behind the chosen ones', () => {
    expect(keys({ ...usual, order: ['agent'] })).toEqual(['time', 'agent', 'queue', 'ring', 'actions']);
  });

  it('survive broken storage', () => {
    expect(readChoices('{')).toEqual(usual);
    expect(readChoices('{"size":33,"order":"x","compact":"yes"}')).toEqual(usual);
    expect(readChoices('{"size":100,"compact":true}')).toMatchObject({ size: 100, compact: true });
  });
});

describe('page numbers', () => {
  it('never take more than seven places', () => {
    expect(pagesAround(1, 3)).toEqual([1, 2, 3]);
    expect(pagesAround(1, 20)).toEqual([1, 2, 3, 4, 5, 0, 20]);
    expect(pagesAround(10, 20)).toEqual([1, 0, 9, 10, 11, 0, 20]);
    expect(pagesAround(20, 20)).toEqual([1, 0, 16, 17, 18, 19, 20]);
  });

  it('are at least one', () => {
    expect(lastPage(0, 25)).toBe(1);
    expect(lastPage(26, 25)).toBe(2);
  });
});

describe('saved views', () => {
  const today = { name: '今天', url: { result: 'answered' } };
  const later = { name: '今天', url: { result: 'abandoned' } };

  it('are kept with the other choices, and what is no view is left out', () => {
    expect(readChoices(JSON.stringify({ views: [today, { name: 3 }, null] })).views).toEqual([today]);
    expect(usual.views).toEqual([]);
  });

  it('replace one of the same name, and go when they are told to', () => {
    expect(withView([today], later)).toEqual([later]);
    expect(withoutView([today], '今天')).toEqual([]);
  });
});
