import { momentOf } from '@/realtime/company_time';
import { formatClock, formatDate } from '@/realtime/durations';

/** As a field of type datetime-local writes it: 2026-11-21T14:55, by the company's clocks. */
export const toLocal = (ms: number): string => `${formatDate(ms)}T${formatClock(ms)}`;
/** 0 for what is no time. */
export function fromLocal(text: string): number {
  const parts = /^(\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)?.slice(1).map(Number);
  if (!parts) return 0;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  return momentOf({ year, month, day, hour, minute });
}
