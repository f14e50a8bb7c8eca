import type { MeasureKind, ReportAnswer, ReportFacts, ReportRow } from '@/api/reports';
import { figureText, nameOf, shortPeriod } from './report_texts';

/** One measure as a row of bars, or as a line. */
export interface ChartSeries {
  title: string;
  kind: MeasureKind;
  values: readonly (number | null)[];
}

export interface ChartPanel {
  /** Shown when there is more than one. */
  title: string;
  labels: readonly string[];
  /** Stacked on each other. */
  bars: readonly ChartSeries[];
  line: ChartSeries | null;
}

// More than this in one picture is not told apart (four hues at most, one of them the line's).
const mostBars = 3;
const mostPanels = 4;

function seriesOf(report: ReportFacts, rows: readonly ReportRow[], key: string): ChartSeries | null {
  const index = report.measures.findIndex((measure) => measure.key === key);
  const measure = report.measures[index];
  return measure
    ? { title: measure.title, kind: measure.kind, values: rows.map((row) => row.values[index] ?? null) }
    : null;
}

/** Classes side by side: more bars than can be told apart by their hues are the total's, each under its own title. */
function classesOf(
  report: ReportFacts,
  total: ReportAnswer['total'],
  bars: readonly ChartSeries[],
  keys: string[],
): ChartPanel {
  const values = keys.map((key) => total[report.measures.findIndex((measure) => measure.key === key)] ?? null);
  const kind = bars[0]?.kind ?? 'count';
  return { title: '', labels: bars.map((series) => series.title), bars: [{ title: '', kind, values }], line: null };
}

/** The pictures of a report: stacked bars and a line each, a small one for every measure of another kind (R222). */
export function panelsOf(report: ReportFacts, answer: Pick<ReportAnswer, 'rows' | 'total'>): ChartPanel[] {
  const { rows, total } = answer;
  const labels = rows.map((row) => (row.period && report.rows === 'none' ? shortPeriod(row.period) : nameOf(row)));
  const panels = report.charts.slice(0, mostPanels).flatMap(({ bars: keys, line: rate }): ChartPanel[] => {
    const bars = keys.flatMap((key) => seriesOf(report, rows, key) ?? []);
    const line = rate ? seriesOf(report, rows, rate) : null;
    if (bars.length > mostBars) return [classesOf(report, total, bars, keys)];
    return bars.length || line ? [{ title: (bars[0] ?? line)?.title ?? '', labels, bars, line }] : [];
  });
  return panels.length === 1 ? panels.map((panel) => ({ ...panel, title: '' })) : panels;
}

const niceSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 36_000, 86_400];

/** Steps of an axis of time that people count in; nothing to see, or too long for any: the chart's own. */
export function stepOf(kind: MeasureKind, values: readonly (number | null)[]): number | undefined {
  if (kind !== 'duration' && kind !== 'average') return undefined;
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return most > 0 ? niceSeconds.find((step) => most / step <= 4) : undefined;
}

/** Where such an axis ends: at its next step. */
export function topOf(kind: MeasureKind, values: readonly (number | null)[]): number | undefined {
  const step = stepOf(kind, values);
  return step && Math.ceil(Math.max(0, ...values.map((value) => value ?? 0)) / step) * step;
}

/** What an axis says at a figure. */
export function axisText(kind: MeasureKind, value: number): string {
  if (kind === 'percent') return `${Math.round(value * 100)}%`;
  return figureText(kind, value);
}

/** The axis of a line of parts begins near its lowest: differences are what it is for. Nothing to see: from 0. */
export function lowestPart(values: readonly (number | null)[]): number {
  const known = values.filter((value): value is number => value !== null);
  if (!known.length) return 0;
  const tenths = Math.max(0, Math.floor((Math.min(...known) - 0.05) * 10));
  // Of a long axis only every other tenth is named: it begins at one of those.
  return (tenths < 5 ? tenths - (tenths % 2) : tenths) / 10;
}

/** Its steps end at the whole, whatever it begins at. */
export const partStep = (lowest: number): number => (lowest < 0.5 ? 0.2 : 0.1);
