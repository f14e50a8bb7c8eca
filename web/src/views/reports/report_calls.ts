import type { Query } from '@/api/client';
import type { Measure, ReportFacts } from '@/api/reports';
import { dayBeginAt } from '@/realtime/company_time';
import { formatDate, formatTime } from '@/realtime/durations';

// The calls behind a figure: what the list of call records is asked, and how that stands in its URL.

/** The count whose calls a figure is made of: its own; of a quotient what it is divided by, where that is not shown what
 * is divided; of a time the calls that its mean is of. None: no call is behind it. */
export function countBehind(report: ReportFacts, measure: Measure): Measure | undefined {
  const counted = (key: string | null | undefined): Measure | undefined =>
    report.measures.find((each) => each.key === key && each.calls);
  const mean = report.measures.find(({ kind, sum }) => kind === 'average' && sum === measure.key);
  return counted(measure.key) ?? counted(measure.over) ?? counted(measure.sum) ?? counted(mean?.over);
}

/** Conditions of a row and a measure: `figure=REPORT.MEASURE` among them. */
export function callsArgs(rowCalls: string, report: string, measure: string): Query {
  return { ...Object.fromEntries(new URLSearchParams(rowCalls)), figure: `${report}.${measure}` };
}

const isMidnight = (ms: number): boolean => dayBeginAt(ms) === ms;

/** The same as the URL of the page of call records: whole days are its days, all else is one condition. `who`: whom the
 * figure is about, in words for its chip. */
export function recordsUrl(args: Query, who = ''): Record<string, string> {
  const { figure, from_ms, to_ms, ...rest } = args;
  const [from, to] = [Number(from_ms), Number(to_ms)];
  const spans = from_ms !== undefined && to_ms !== undefined;
  const wholeDays = spans && isMidnight(from) && isMidnight(to);
  const inside = { ...rest, who, ...(spans && !wholeDays ? { from_ms, to_ms } : {}) };
  const more = new URLSearchParams(
    Object.entries(inside).flatMap(([key, value]) => (value ? [[key, String(value)]] : [])),
  ).toString();
  return {
    days: wholeDays ? `${formatDate(from)}_${formatDate(to - 1)}` : 'all',
    figure: more ? `${String(figure)}?${more}` : String(figure),
  };
}

/** What the condition `figure` of the URL asks the server. */
export function figureArgs(value: string): Query {
  return Object.fromEntries(Object.entries(partsOf(value)).filter(([key]) => key !== 'who'));
}

function partsOf(value: string): Record<string, string> {
  const [figure = '', more = ''] = value.split('?', 2);
  return { ...Object.fromEntries(new URLSearchParams(more)), figure };
}

/** The condition in words: the figure, whom it is about, and the hours where they are not whole days. */
export function figureWords(value: string, nameOf: (figure: string) => string): string {
  const { figure = '', from_ms, to_ms, who } = partsOf(value);
  const span = from_ms && to_ms ? `${formatTime(Number(from_ms))} – ${formatTime(Number(to_ms))}` : '';
  return [nameOf(figure), who, span].filter(Boolean).join(' · ');
}
