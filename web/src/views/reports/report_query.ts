import type { Query } from '@/api/client';
import type { ReportFacts, ReportFilter, ReportPeriod } from '@/api/reports';
import { dateText, spanOf } from '@/list/days';
import { pageSizes, usualSize } from '@/list/list_query';
import { calendarDate } from '@/realtime/company_time';

/** What a report shows. The URL, the request and the screen are made of this one value. */
export interface ReportQuery {
  /** As `list/days.ts` writes a span. */
  days: string;
  period: ReportPeriod;
  /** Values of each filter, separated by commas. */
  conditions: Readonly<Partial<Record<ReportFilter, string>>>;
  /** Empty: the report's own order. */
  sort: string;
  page: number;
  size: number;
  /** The table alone, without the chart. */
  plain: boolean;
}

type UrlQuery = Readonly<Record<string, unknown>>;
export const usualDays = 'today';

function textOf(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** Whether a report can be put in this order; `-` before it turns it round. */
export const knowsOrder = (report: ReportFacts, sort: string): boolean =>
  ['period', 'name', ...report.measures.map(({ key }) => key)].includes(sort.replace(/^-/, ''));

/** Reads the URL. What a report does not have, or nobody could have meant, becomes the usual. */
export function readReport(report: ReportFacts, url: UrlQuery, rememberedSize: number = usualSize): ReportQuery {
  const days = textOf(url.days);
  const period = report.periods.find((each) => each === url.period);
  const wanted = report.filters.map((key) => [key, textOf(url[key])] as const).filter(([, value]) => value);
  const page = Number(textOf(url.page) || 1);
  const size = pageSizes.find((each) => String(each) === textOf(url.size));
  const sort = textOf(url.sort);
  return {
    days: spanOf(days, calendarDate()) ? days : usualDays,
    period: period ?? report.periods[0] ?? 'none',
    conditions: Object.fromEntries(wanted),
    sort: knowsOrder(report, sort) ? sort : '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: size ?? rememberedSize,
    plain: textOf(url.look) === 'table',
  };
}

/** The shortest URL that `readReport` reads back as the same. */
export function writeReport(report: ReportFacts, query: ReportQuery): Record<string, string> {
  return {
    ...(query.days !== usualDays && { days: query.days }),
    ...(query.period !== (report.periods[0] ?? 'none') && { period: query.period }),
    ...Object.fromEntries(Object.entries(query.conditions).filter(([, value]) => value)),
    ...(query.sort && { sort: query.sort }),
    ...(query.page > 1 && { page: String(query.page) }),
    ...(query.size !== usualSize && { size: String(query.size) }),
    ...(query.plain && { look: 'table' }),
  };
}

/** What the server is asked, without order and page: also what a file asks. Today is the company's, which the server knows. */
export function reportArgs(query: ReportQuery, now: Date): Query {
  const span = query.days === usualDays ? null : spanOf(query.days, now);
  return {
    ...(span && { from: dateText(span.first), to: dateText(span.last) }),
    period: query.period,
    ...query.conditions,
  };
}

export const pageArgs = (query: ReportQuery, now: Date): Query => ({
  ...reportArgs(query, now),
  sort: query.sort || undefined,
  page: query.page,
  page_size: query.size,
});

/** Desc → asc → the report's own order. */
export function nextOrder(report: ReportFacts, current: string, key: string): string {
  const steps = [`-${key}`, key, ''];
  const at = steps.indexOf(current || report.default_sort);
  const next = at < 0 ? `-${key}` : (steps[at + 1] ?? '');
  return next === report.default_sort ? '' : next;
}
