import { describe, expect, it } from 'vitest';
import type { Today } from '@/api/figures';
import { setCompanyZone } from '@/realtime/company_time';
import { inboundBars } from './hours';

setCompanyZone('UTC');
const midnight = Date.UTC(2026, 10, 21);
const at = (hour: number): number => midnight + hour * 3_600_000 + 60_000;
const day = (...hours: Partial<Today['hours'][number]>[]): Today =>
  ({ from_ms: midnight, hours: hours.map((each) => ({ inbound: 0, inbound_answered: 0, ...each })) }) as Today;
const labels = (today: Today, nowMs: number): string[] =>
  inboundBars(today, nowMs, (hour) => hour).map((bar) => bar.label);

describe('inboundBars (R243, R248: trend by the hour)', () => {
  it('shows the hours between calls, too', () => {
    const bars = inboundBars(
      day({ hour: 9, inbound: 5, inbound_answered: 3 }, { hour: 11, inbound: 2, inbound_answered: 2 }),
      at(16),
      (hour) => hour,
    );
    expect(bars).toHaveLength(8);
    expect(bars[0]).toEqual({ label: '09', answered: 3, missed: 2 });
    expect(bars[1]).toEqual({ label: '10', answered: 0, missed: 0 });
    expect(bars[7]?.label).toBe('16');
  });
  it('begins with the first call of the day, however early', () => {
    expect(labels(day({ hour: 2, inbound: 1 }), at(14))[0]).toBe('02');
  });
  it('goes on to the hour that the clock shows, on a day whose clocks are put back, too', () => {
    setCompanyZone('America/New_York');
    const autumn = { ...day(), from_ms: Date.UTC(2026, 10, 1, 4) };
    expect(labels(autumn, Date.UTC(2026, 10, 1, 15, 1)).at(-1)).toBe('10'); // the twelfth hour of the day
    setCompanyZone('UTC');
  });
  it('has eight hours on a day that has just begun, and never a 25th', () => {
    expect(labels(day(), at(0))).toEqual(['00', '01', '02', '03', '04', '05', '06', '07']);
    expect(labels(day(), at(23)).at(-1)).toBe('23');
  });
});
