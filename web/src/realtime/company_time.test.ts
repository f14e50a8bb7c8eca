import { afterEach, describe, expect, it } from 'vitest';
import { dateText, daysArgs } from '@/list/days';
import { figureWords, recordsUrl } from '@/views/reports/report_calls';
import { momentText } from '@/views/records/record_texts';
import { fromLocal, toLocal } from '@/views/tasks/local_time';
import {
  calendarDate,
  companyOffsetMin,
  companyZone,
  dayBeginAt,
  momentOf,
  setCompanyZone,
  wallTime,
} from './company_time';
import { formatClock, formatTime } from './durations';

const here = companyZone();
const utc = (...parts: [number, number, number, number?, number?, number?]): number => {
  const [year, month, ...rest] = parts;
  return Date.UTC(year, month - 1, ...rest);
};
// One of them at least is not where this test runs.
const zones = ['Asia/Shanghai', 'America/New_York'] as const;

describe("the company's clocks", () => {
  afterEach(() => setCompanyZone(here));

  it('are not those of the browser', () => {
    const at = utc(2026, 11, 21, 18, 30, 7);
    const seen = zones.map((zone) => {
      setCompanyZone(zone);
      return [formatClock(at), formatTime(at), momentText(at), toLocal(at)];
    });
    expect(seen).toEqual([
      ['02:30', '11-22 02:30', '2026-11-22 02:30:07', '2026-11-22T02:30'],
      ['13:30', '11-21 13:30', '2026-11-21 13:30:07', '2026-11-21T13:30'],
    ]);
    expect(fromLocal('2026-11-21T13:30')).toBe(utc(2026, 11, 21, 18, 30));
    expect(companyOffsetMin(at)).toBe(-300);
  });

  it('begin the days of lists', () => {
    const at = utc(2026, 11, 21, 18, 30);
    setCompanyZone('Asia/Shanghai');
    expect(dateText(calendarDate(at))).toBe('2026-11-22');
    expect(daysArgs('today', calendarDate(at))).toEqual({
      from_ms: utc(2026, 11, 21, 16),
      to_ms: utc(2026, 11, 22, 16),
    });
    expect(daysArgs('yesterday', calendarDate(at)).from_ms).toBe(utc(2026, 11, 20, 16));
    expect(dayBeginAt(at, 1)).toBe(utc(2026, 11, 22, 16));
    setCompanyZone('America/New_York');
    expect(daysArgs('today', calendarDate(at))).toEqual({ from_ms: utc(2026, 11, 21, 5), to_ms: utc(2026, 11, 22, 5) });
    // The night in which clocks go back has an hour more.
    expect(daysArgs('2026-11-01_2026-11-01', calendarDate(at))).toEqual({
      from_ms: utc(2026, 11, 1, 4),
      to_ms: utc(2026, 11, 2, 5),
    });
  });

  it('lead from a figure to the whole days of its calls', () => {
    setCompanyZone('America/New_York');
    const args = { figure: 'times.calls', from_ms: utc(2026, 11, 1, 4), to_ms: utc(2026, 11, 2, 5) };
    expect(recordsUrl(args)).toEqual({ days: '2026-11-01_2026-11-01', figure: 'times.calls' });
    const hour = recordsUrl({ ...args, to_ms: utc(2026, 11, 1, 5) });
    expect(figureWords(hour.figure ?? '', () => 'x')).toBe('x · 11-01 00:00 – 11-01 01:00');
  });

  it('show an hour twice, or never', () => {
    setCompanyZone('America/New_York');
    expect(momentOf({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 })).toBe(utc(2026, 11, 1, 5, 30));
    expect(momentOf({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 })).toBe(utc(2026, 3, 8, 7, 30));
    expect(momentOf({ year: 2026, month: 3, day: 8, hour: 3 })).toBe(utc(2026, 3, 8, 7));
    for (let at = utc(2026, 1, 1); at < utc(2027, 1, 1); at += 7_200_000) {
      expect(wallTime(momentOf(wallTime(at)))).toEqual(wallTime(at));
    }
  });

  it('are the browser’s where nobody knows the zone', () => {
    setCompanyZone('Asia/Nowhere');
    expect(companyZone()).toBe(here);
  });
});
