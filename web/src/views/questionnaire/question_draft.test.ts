import { describe, expect, it } from 'vitest';
import type { QuestionnaireDetail } from '@/api/questionnaires';
import { answersTo, blankQuestion, turnedInto, writtenOn } from './question_draft';

describe('a question that is being written', () => {
  it('keeps its options when another kind has options, too', () => {
    const single = { ...blankQuestion('single'), options: [{ id: '7', text: '满意' }] };
    expect(turnedInto(single, 'multiple').options).toEqual(single.options);
    expect(turnedInto(single, 'text').options).toEqual([]);
    expect(turnedInto(blankQuestion('text'), 'drop_down').options).toHaveLength(2);
  });

  it('keeps what was moved and typed while the server saved', () => {
    const [first, second] = [
      { ...blankQuestion('text'), text: '建议' },
      { ...blankQuestion('text'), text: '原因' },
    ];
    const sent = { name: '回访', state: 'open' as const, version: 0, questions: [first, second] };
    const saved = {
      ...sent,
      version: 1,
      questions: [
        { ...first, id: '7' },
        { ...second, id: '8' },
      ],
    };
    const now = { ...sent, name: '回访二', questions: [second, { ...first, text: '建议和意见' }] };
    expect(writtenOn(now, sent, saved)).toEqual({
      name: '回访二',
      state: 'open',
      version: 1,
      questions: [
        { ...second, id: '8' },
        { ...first, text: '建议和意见' },
      ],
    });
    expect(writtenOn(sent, sent, saved)).toEqual(saved);
  });

  it('knows how often it and its options were answered', () => {
    const detail: QuestionnaireDetail = {
      form: { id: '1', name: '回访', state: 'open', version: 1, questions: [] },
      sheets: 9,
      answers: [
        { question: '2', option: null, sheets: 5 },
        { question: '2', option: '21', sheets: 3 },
      ],
    };
    expect(answersTo(detail, '2')).toBe(5);
    expect(answersTo(detail, '2', '21')).toBe(3);
    expect(answersTo(detail, '2', '22')).toBe(0);
    expect(answersTo(detail, '9')).toBe(0);
    expect(answersTo(null, '2')).toBe(0);
  });
});
