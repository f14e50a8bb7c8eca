const dayMs = 24 * 3600 * 1000;
const soonDays = 30;

export type Validity = 'over' | 'soon' | 'good';

/** Whole days left; what is over has none. */
export const daysLeft = (untilMs: number, nowMs: number): number => Math.max(0, Math.floor((untilMs - nowMs) / dayMs));

export function validityOf(untilMs: number, nowMs: number): Validity {
  if (untilMs <= nowMs) return 'over';
  return daysLeft(untilMs, nowMs) < soonDays ? 'soon' : 'good';
}
