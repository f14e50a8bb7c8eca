import { describe, expect, it } from 'vitest';
import { dateText, daysArgs, daysOf, historyDays, spanOf } from './days';

const now = new Date(2026, 2, 1, 9, 30);

describe('a span of days', () => {
  it('moves with the calendar when it has a name', () => {
    const span = spanOf('yesterday', now);
    expect(span && dateText(span.first)).toBe('2026-02-28');
    expect(spanOf('last7', now)?.first).toEqual(new Date(2026, 1, 23));
  });

  it('has whole weeks, which begin on Monday (R168)', () => {
    const days = (name: string): string[] => {
      const span = spanOf(name, now); // a Sunday
      return span ? [dateText(span.first), dateText(span.last)] : [];
    };
    expect(days('this_week')).toEqual(['2026-02-23', '2026-03-01']);
    expect(days('last_week')).toEqual(['2026-02-16', '2026-02-22']);
    expect(daysOf({ first: new Date(2026, 1, 16), last: new Date(2026, 1, 22) }, now, historyDays)).toBe('last_week');
  });

  it('is from midnight to midnight', () => {
    const { from_ms = 0, to_ms = 0 } = daysArgs('2026-02-27_2026-02-28', now);
    expect(new Date(from_ms)).toEqual(new Date(2026, 1, 27));
    expect(new Date(to_ms)).toEqual(new Date(2026, 2, 1));
  });

  it('gets its name back when the dates amount to one', () => {
    expect(daysOf({ first: new Date(2026, 2, 1), last: new Date(2026, 2, 1) }, now)).toBe('today');
    expect(daysOf({ first: new Date(2026, 1, 1), last: new Date(2026, 1, 3) }, now)).toBe('2026-02-01_2026-02-03');
    expect(daysOf(null, now)).toBe('all');
  });

  it('is all days when the words make no sense', () => {
    for (const text of ['all', '', '2026-02-30_2026-03-01', '2026-03-02_2026-03-01', 'tomorrow', '_']) {
      expect(daysArgs(text, now)).toEqual({});
    }
  });
});
