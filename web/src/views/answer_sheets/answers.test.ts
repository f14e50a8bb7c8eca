import { describe, expect, it } from 'vitest';
import type { SheetAnswer, Question } from '@/api/questionnaires';
import { answersOf, chosen, draftsOf, isEmpty, withKept } from './answers';

const single: Question = {
  id: '1',
  kind: 'single',
  text: '是否满意',
  required: true,
  options: [
    { id: '11', text: '满意' },
    { id: '12', text: '不满意' },
  ],
};
const multiple: Question = { ...single, id: '2', kind: 'multiple', required: false };
const text: Question = { ...single, id: '3', kind: 'text', options: [] };
const sheet: SheetAnswer[] = [
  { question: '1', kind: 'single', asked: '是否满意', retired: false, options: [{ id: '19', text: '一般' }], text: '' },
  { question: '9', kind: 'text', asked: '旧题', retired: true, options: [], text: '旧答' },
];

describe('answers to a questionnaire', () => {
  it('are one of several, or several of many', () => {
    const none = { options: [], text: '' };
    expect(chosen(single, { options: ['11'], text: '' }, '12').options).toEqual(['12']);
    expect(chosen(single, { options: ['11'], text: '' }, '').options).toEqual([]);
    expect(chosen(multiple, chosen(multiple, none, '12'), '11').options).toEqual(['12', '11']);
    expect(chosen(multiple, { options: ['12', '11'], text: '' }, '12').options).toEqual(['11']);
  });

  it('are sent where something is said to a question that is asked', () => {
    const answers = { 1: { options: ['11'], text: '' }, 2: { options: [], text: '' }, 3: { options: [], text: ' ' } };
    expect(draftsOf([single, multiple, text], answers)).toEqual([{ question: '1', options: ['11'], text: '' }]);
    expect(draftsOf([single], answersOf(sheet))).toEqual([{ question: '1', options: ['19'], text: '' }]);
    expect(isEmpty(answers)).toBe(false);
    expect(isEmpty({ 3: { options: [], text: ' ' } })).toBe(true);
  });

  it('may keep an option that nobody can choose any more', () => {
    expect(withKept([single], sheet)[0]?.options.map(({ id }) => id)).toEqual(['11', '12', '19']);
    expect(withKept([single], [])[0]?.options).toHaveLength(2);
  });
});
