import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import { readDestination, writeDestination } from './destinations';
import { problemAt, problemExactlyAt, problemOf } from './form_problems';
import { readTime } from './time_text';
import { moved } from './use_order';
import { useRows } from './use_rows';

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
  it('is found by the whole path alone where parts have the same fields (R160)', () => {
    const part = { field: 'choices[0].name', code: 'invalid', message: 'empty' };
    const entry = { field: 'readers.roles[1]', code: 'invalid', message: 'no such role' };
    expect(problemAt([part], 'name')).toBe(part);
    expect(problemExactlyAt([part], 'name')).toBeUndefined();
    expect(problemExactlyAt([part], 'choices')).toBeUndefined();
    expect(problemExactlyAt([part], 'choices[0].name')).toBe(part);
    expect(problemExactlyAt([entry], 'readers.roles')).toBe(entry);
  });
});

describe('the problems of a row', () => {
  const at = (field: string): { field: string; code: string; message: string } => ({
    field,
    code: 'c',
    message: field,
  });
  it('are those of this row only, together', () => {
    const problems = [at('[1].did'), at('1.trunk'), at('inbound[11].did'), at('did')];
    expect(problemOf(problems, 1)).toBe('[1].did 1.trunk');
    expect(problemOf(problems, 11)).toBe('inbound[11].did');
    expect(problemOf(problems, 0)).toBe('');
  });
});

describe('rows of a form', () => {
  it('are named by themselves, else by their place', () => {
    const rows = useRows(ref([{ did: '400' }, { did: '' }]), ({ did }) => did);
    expect([rows.nameOf(0), rows.nameOf(1), rows.nameOf(7)]).toEqual(['400', '2', '8']);
  });
  it('are added at the end and taken away by their place', () => {
    const rows = useRows(ref(['a', 'b']), (row) => row);
    rows.add('a');
    rows.remove(0);
    expect(rows.list.value).toEqual(['b', 'a']);
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
