import { describe, expect, it } from 'vitest';
import { readDestination, writeDestination } from './destinations';
import { problemAt } from './form_problems';
import { readTime } from './time_text';
import { moved } from './use_order';

describe('a destination', () => {
  it('is read and written in the words of the server', () => {
    for (const text of ['hangup', 'queue:600', 'external:01088886666', 'ivr:main', 'callback', '']) {
      expect(writeDestination(readDestination(text))).toBe(text);
    }
    expect(readDestination('queue:600')).toEqual({ kind: 'queue', argument: '600' });
    expect(readDestination('moon:1')).toEqual({ kind: '', argument: '' });
  });
});

describe('the problem of a field', () => {
  const problem = { field: 'queue[0].on_timeout', code: 'invalid', message: 'leads nowhere' };
  it('is found by the whole path or by its end', () => {
    expect(problemAt([problem], 'on_timeout')).toBe(problem);
    expect(problemAt([problem], 'queue[0].on_timeout')).toBe(problem);
    expect(problemAt([problem], 'timeout')).toBeUndefined();
  });
});

describe('moving a row', () => {
  it('takes it from one place to another', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a'], 0, 9)).toEqual(['a']);
  });
});

describe('a time of day', () => {
  it('is understood as people type it', () => {
    expect(['9', '930', '9:30', '09：30', '18', '2400', '24:00'].map(readTime)).toEqual([
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '18:00',
      '24:00',
      '24:00',
    ]);
    expect(['', '25', '9:75', '24:01', 'noon'].map(readTime)).toEqual([null, null, null, null, null]);
  });
});
