import type { Today } from '@/api/figures';
import { wallTime } from '@/realtime/company_time';

export interface HourBar {
  label: string;
  answered: number;
  missed: number;
}

const two = (hour: number): string => String(hour).padStart(2, '0');

/** From the first hour that had a call to this one, without gaps; at least the last eight hours of the day so far. */
export function inboundBars(today: Today, nowMs: number, word: (hour: string) => string): HourBar[] {
  const byHour = new Map(today.hours.map((each) => [each.hour, each]));
  const current = nowMs < today.from_ms ? 0 : wallTime(nowMs).hour;
  const first = Math.max(0, Math.min(current - 7, ...byHour.keys()));
  const last = Math.max(first + Math.min(7, 23 - first), current, ...byHour.keys());
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const { inbound = 0, inbound_answered = 0 } = byHour.get(first + index) ?? {};
    return { label: word(two(first + index)), answered: inbound_answered, missed: inbound - inbound_answered };
  });
}
