import { describe, expect, it } from 'vitest';
import type { Schedule } from '@/api/config_types';
import { barsOf, minutesOf, opennessAt, weekdayOf } from './openness';

const schedule: Schedule = {
  code: 'work',
  name: '',
  zone: 'Asia/Shanghai',
  open: [
    { days: '12345', from: '09:00', to: '18:00' },
    { days: '5', from: '22:00', to: '02:00' },
  ],
  special: [
    { date: '2026-10-01', name: 'National day', from: '', to: '' },
    { date: '2026-10-10', name: 'Worked instead', from: '09:00', to: '12:00' },
  ],
  when_open: '',
  when_closed: '',
  when_holiday: '',
};

describe('working hours', () => {
  it('knows weekdays and times', () => {
    expect(weekdayOf('2026-11-21')).toBe(6);
    expect(weekdayOf('2026-11-22')).toBe(7);
    expect([minutesOf('09:30'), minutesOf('24:00'), minutesOf('24:01'), minutesOf('9:00')]).toEqual([
      570,
      1440,
      null,
      null,
    ]);
  });

  it('is closed on the minute it ends', () => {
    expect(opennessAt(schedule, '2026-11-20', '09:00')).toBe('open');
    expect(opennessAt(schedule, '2026-11-20', '18:00')).toBe('closed');
    expect(opennessAt(schedule, '2026-11-21', '10:00')).toBe('closed');
  });

  it('goes over midnight for the day it began on', () => {
    expect(opennessAt(schedule, '2026-11-21', '01:59')).toBe('open');
    expect(opennessAt(schedule, '2026-11-21', '02:00')).toBe('closed');
    expect(barsOf(schedule, 6)).toEqual([{ from: 0, to: 120 / 1440 }]);
  });

  it('lets a special day replace its weekday', () => {
    expect(opennessAt(schedule, '2026-10-01', '10:00')).toBe('holiday');
    expect(opennessAt(schedule, '2026-10-10', '10:00')).toBe('open');
    expect(opennessAt(schedule, '2026-10-10', '13:00')).toBe('closed');
  });
});
