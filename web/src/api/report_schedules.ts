import { request, type Query } from './client';
import type { FileFormat } from './jobs';
import type { Page } from './schema';

export type ScheduleEvery = 'day' | 'week' | 'month';

/** When it is sent, by the company's clocks. */
export interface Timetable {
  every: ScheduleEvery;
  /** 1 is Monday. */
  weekday: number;
  /** 1 to 28; 0: the last of the month. */
  month_day: number;
  hour: number;
}

export interface ReportSchedule extends Timetable {
  id: string;
  report: string;
  /** The conditions of the report as its request has them, without the days. */
  query: string;
  recipients: string[];
  format: FileFormat;
  active: boolean;
}
/** One of the list: what became of it last. */
export interface ScheduleRow extends ReportSchedule {
  owner?: string;
  owner_name?: string;
  mine?: boolean;
  next_at_ms?: number | null;
  last_at_ms?: number | null;
  last_problem?: string;
}

const path = '/api/v1/report-schedules';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchSchedules = (query: Query, signal?: AbortSignal): Promise<Page<ScheduleRow>> =>
  request('GET', path, { query, signal });
export const addSchedule = (body: Omit<ReportSchedule, 'id'>): Promise<ScheduleRow> => request('POST', path, { body });
export const putSchedule = (id: string, body: Omit<ReportSchedule, 'id'>): Promise<unknown> =>
  request('PUT', of(id), { body });
export const deleteSchedule = (id: string): Promise<unknown> => request('DELETE', of(id));
