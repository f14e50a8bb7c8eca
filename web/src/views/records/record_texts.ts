import type { CallRecord } from '@/api/call_records';
import { translate } from '@/i18n';
import { wallTime } from '@/realtime/company_time';
import { formatClock, formatDate, formatDuration } from '@/realtime/durations';
import { endingWord } from './endings';

// How the parts of a record read. Unknown is –, none is 0.

type Spoken = Pick<CallRecord, 'direction' | 'queue' | 'queue_name'>;

export function queueText(record: Spoken): string {
  if (record.queue) {
    return record.queue_name || record.queue;
  }
  return record.direction === 'manual_outbound' ? translate('records.direct') : translate('common.none');
}

export function agentText(record: Pick<CallRecord, 'agent' | 'agent_name'>): string {
  return record.agent ? `${record.agent_name} ${record.agent}`.trim() : translate('common.none');
}

export function endingText(ending: CallRecord['ending']): string {
  const { key, values } = endingWord(ending);
  return translate(key, values);
}

const inSeconds = (seconds: number): string => formatDuration(Math.round(seconds) * 1000);

export const waitText = (record: CallRecord): string => (record.queue ? inSeconds(record.wait_s) : '–');
export const ringText = (record: CallRecord): string => (record.ringing_at_ms ? inSeconds(record.ring_s) : '–');
export const talkText = (record: CallRecord): string => (record.answered_at_ms ? inSeconds(record.talk_s) : '–');
export const holdText = (record: CallRecord): string => (record.answered_at_ms ? inSeconds(record.hold_s) : '–');

/** 2026-11-21 14:52:07 */
export function momentText(ms: number | null | undefined): string {
  if (!ms) {
    return '–';
  }
  return `${formatDate(ms)} ${formatClock(ms)}:${String(wallTime(ms).second).padStart(2, '0')}`;
}
