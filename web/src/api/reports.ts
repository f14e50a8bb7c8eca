import { request, type Query } from './client';

/** How a column counts, and so how it is written. */
export type MeasureKind = 'count' | 'duration' | 'percent' | 'average';
/** What one row is about; `none`: only its period. */
export type ReportRows = 'agent' | 'department' | 'queue' | 'number' | 'level' | 'none';
export type ReportPeriod = 'none' | 'hour' | 'day' | 'month' | 'year';
export type ReportFilter = 'departments' | 'agents' | 'queues' | 'number' | 'levels';

export interface Measure {
  key: string;
  title: string;
  kind: MeasureKind;
  formula: string;
  words: string;
  /** Keys of the two columns whose sums are divided, where the report has them. */
  sum?: string | null;
  over?: string | null;
  /** Its figure can be opened as the calls behind it. */
  calls: boolean;
}

/** One declared report, as whoever asks may see it. */
export interface ReportFacts {
  key: string;
  title: string;
  group: string;
  rows: ReportRows;
  /** The first is the usual one. */
  periods: ReportPeriod[];
  filters: ReportFilter[];
  measures: Measure[];
  /** One picture each. */
  charts: { bars: string[]; line?: string | null }[];
  default_sort: string;
}

export interface ReportRow {
  /** 2026-11-21, 2026-11, 2026, 09, or nothing. */
  period: string;
  number: string;
  name: string;
  key: string;
  /** In the order of the measures; nothing where nothing divides. */
  values: (number | null)[];
  /** Conditions of the call records behind this row, without the measure. */
  calls?: string;
}

export interface ReportAnswer {
  counted_at_ms: number;
  /** The sums of some days are being made again just now. */
  rebuilding: boolean;
  rows_total: number;
  rows: ReportRow[];
  total: (number | null)[];
  /** The same for the total row. */
  total_calls?: string;
}

const path = '/api/v1/reports';

export const fetchReports = async (): Promise<ReportFacts[]> =>
  (await request<{ items: ReportFacts[] }>('GET', path)).items;

export const fetchReport = (key: string, query: Query, signal: AbortSignal): Promise<ReportAnswer> =>
  request('GET', `${path}/${encodeURIComponent(key)}`, { query, signal });
