import type { Measure, ReportAnswer, ReportFacts, ReportRow } from '@/api/reports';
import { counted, translate } from '@/i18n';
import { formatDuration } from '@/realtime/durations';

type Kind = Measure['kind'];

/** How a figure is written: counts with their thousands, times as clocks, parts with one decimal; nothing divides: –. */
export function figureText(kind: Kind, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (kind === 'count') return counted(value);
  if (kind === 'percent') return `${(value * 100).toFixed(1)}%`;
  return formatDuration(Math.round(value) * 1000);
}

/** 09 → 09:00–10:00; days, months and years as they are. */
export function periodText(period: string): string {
  if (!/^\d{2}$/.test(period)) return period || '–';
  const next = String((Number(period) + 1) % 24).padStart(2, '0');
  return `${period}:00–${next}:00`;
}

/** The same where there is little room, below a bar. */
export function shortPeriod(period: string): string {
  if (/^\d{2}$/.test(period)) return translate('charts.at_hour', { hour: period });
  return /^\d{4}-\d{2}-\d{2}$/.test(period) ? period.slice(5) : period;
}

export const nameOf = (row: ReportRow): string => row.name || row.number || translate('common.none');

/** What a row is called in a sentence. */
export const rowText = (report: ReportFacts, row: ReportRow): string =>
  [report.rows === 'none' ? '' : nameOf(row), row.period ? periodText(row.period) : ''].filter(Boolean).join(' · ');

/** How the figure of the total row comes about: from sums, never from the rows' own figures. */
export function totalText(report: ReportFacts, answer: ReportAnswer | null, measure: Measure): string {
  if (!answer) return '';
  const at = (key: string | null | undefined): { kind: Kind; value: number | null } | null => {
    const index = report.measures.findIndex((each) => each.key === key);
    const kind = report.measures[index]?.kind;
    return kind ? { kind, value: answer.total[index] ?? null } : null;
  };
  const whole = at(measure.key);
  const [sum, over] = [at(measure.sum), at(measure.over)];
  const total = figureText(measure.kind, whole?.value);
  if (!sum || !over) {
    const divided = measure.kind === 'percent' || measure.kind === 'average';
    return translate(divided ? 'reports.total_divided' : 'reports.total_is', { total });
  }
  return translate('reports.total_of', {
    sum: figureText(sum.kind, sum.value),
    over: figureText(over.kind, over.value),
    total,
  });
}
