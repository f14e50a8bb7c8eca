// A span of days as one word in the URL: a name that moves with the calendar, or two dates. A Date is a day of the
// company's calendar here (`realtime/company_time.ts`), never a moment.
import { dayBegin } from '@/realtime/company_time';
import { everything } from './list_query';

export interface Span {
  first: Date;
  /** Inclusive. */
  last: Date;
}

export const namedDays = ['today', 'yesterday', 'last7', 'last30'] as const;
/** Whole weeks (from Monday), months and years as the calendar has them: what reports are about. */
export const calendarDays = ['today', 'yesterday', 'this_week', 'this_month', 'last_month', 'this_year'] as const;
/** What contact history is looked through by (R168). */
export const historyDays = ['today', 'yesterday', 'this_week', 'last_week'] as const;
export type NamedDays = (typeof namedDays)[number] | (typeof calendarDays)[number] | (typeof historyDays)[number];

const dayOf = (moment: Date, offset = 0): Date =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + offset);

/** Weeks begin on Monday. */
const monday = (now: Date): number => -((now.getDay() + 6) % 7);

const spans: Record<NamedDays, (now: Date) => Span> = {
  today: (now) => ({ first: dayOf(now), last: dayOf(now) }),
  yesterday: (now) => ({ first: dayOf(now, -1), last: dayOf(now, -1) }),
  last7: (now) => ({ first: dayOf(now, -6), last: dayOf(now) }),
  last30: (now) => ({ first: dayOf(now, -29), last: dayOf(now) }),
  this_week: (now) => ({ first: dayOf(now, monday(now)), last: dayOf(now) }),
  last_week: (now) => ({ first: dayOf(now, monday(now) - 7), last: dayOf(now, monday(now) - 1) }),
  this_month: (now) => ({ first: new Date(now.getFullYear(), now.getMonth(), 1), last: dayOf(now) }),
  last_month: (now) => ({
    first: new Date(now.getFullYear(), now.getMonth() - 1, 1),
    last: new Date(now.getFullYear(), now.getMonth(), 0),
  }),
  this_year: (now) => ({ first: new Date(now.getFullYear(), 0, 1), last: dayOf(now) }),
};

export function isNamed(text: string): text is NamedDays {
  return Object.hasOwn(spans, text);
}

function dateOf(text: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) {
    return null;
  }
  const date = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return date.getDate() === Number(parts[3]) ? date : null;
}

export function dateText(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Null: all days. A word that nobody wrote on purpose means all days as well. */
export function spanOf(text: string, now: Date): Span | null {
  if (isNamed(text)) {
    return spans[text](now);
  }
  const [first, last] = text.split('_').map(dateOf);
  return first && last && first <= last ? { first, last } : null;
}

/** The word for a span; days that have a name get it, so that a kept link stays "today". */
export function daysOf(span: Span | null, now: Date, names: readonly NamedDays[] = namedDays): string {
  if (!span) {
    return everything;
  }
  const same = (name: NamedDays): boolean => {
    const named = spans[name](now);
    return dateText(named.first) === dateText(span.first) && dateText(named.last) === dateText(span.last);
  };
  return names.find(same) ?? `${dateText(span.first)}_${dateText(span.last)}`;
}

/** From midnight to midnight, by the company's clocks. */
export function daysArgs(text: string, now: Date): { from_ms?: number; to_ms?: number } {
  const span = spanOf(text, now);
  return span ? { from_ms: dayBegin(span.first), to_ms: dayBegin(dayOf(span.last, 1)) } : {};
}
