import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type AlarmRule = Schema<'AlarmRuleView'> & { webhook_secret?: string };
export type AlarmFigure = AlarmRule['figure'];
export type RaisedAlarm = Pick<
  AlarmRule,
  'id' | 'name' | 'figure' | 'queue' | 'queue_name' | 'compare' | 'threshold' | 'sound'
> & { value: number; raised_at_ms: number };
export type AlarmEvent = Schema<'AlarmEventView'>;
export type AlarmTrial = Schema<'AlarmTrialView'>;

const path = '/api/v1/alarm-rules';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

/** What is sent: what the server alone says of a rule stays behind. */
function bodyOf(rule: AlarmRule): object {
  const { id, name, figure, queue, compare, threshold, for_s, sound, mail_to, webhook, active } = rule;
  const { webhook_secret = '' } = rule;
  const body = { name, figure, queue, compare, threshold, for_s, sound, mail_to, webhook, webhook_secret, active };
  return id ? { id, ...body } : body;
}

export const fetchAlarms = async (): Promise<AlarmRule[]> =>
  (await request<{ items: AlarmRule[] }>('GET', path)).items.map((rule) => ({ ...rule, webhook_secret: '' }));
export const saveAlarm = (rule: AlarmRule): Promise<unknown> =>
  rule.id ? request('PUT', of(rule.id), { body: bodyOf(rule) }) : request('POST', path, { body: bodyOf(rule) });
export const deleteAlarm = (id: string): Promise<unknown> => request('DELETE', of(id));
export const tryAlarm = (rule: AlarmRule): Promise<AlarmTrial> =>
  request('POST', `${path}/test`, { body: bodyOf(rule), timeoutMs: 60_000 });

export const fetchAlarmEvents = (query: Query, signal: AbortSignal): Promise<Page<AlarmEvent>> =>
  request('GET', '/api/v1/alarm-events', { query, signal });
