import { i18n } from '@/i18n';
import { calendarDate, wallTime } from './company_time';

const two = (value: number): string => String(value).padStart(2, '0');

/** 06:42; from an hour on 3:05:24. Nothing known: –. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) {
    return '–';
  }
  const all = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}

/** Since a server timestamp; 0 or nothing: –. */
export function formatSince(sinceMs: number | null | undefined, nowMs: number): string {
  return sinceMs ? formatDuration(nowMs - sinceMs) : '–';
}

/** 14:55 */
export function formatClock(ms: number | null | undefined): string {
  if (!ms) {
    return '–';
  }
  const { hour, minute } = wallTime(ms);
  return `${two(hour)}:${two(minute)}`;
}

/** 11-21 14:55, as lists show it. */
export function formatTime(ms: number | null | undefined): string {
  if (!ms) {
    return '–';
  }
  const { month, day } = wallTime(ms);
  return `${two(month)}-${two(day)} ${formatClock(ms)}`;
}

/** 2026-11-21 */
export function formatDate(ms: number): string {
  const { year, month, day } = wallTime(ms);
  return `${year}-${two(month)}-${two(day)}`;
}

/** 11 月 21 日 周六 / Sat, 21 Nov */
export function formatDay(ms: number): string {
  const language = i18n.global.locale.value;
  const date = calendarDate(ms);
  if (language === 'zh-CN') {
    const weekday = date.toLocaleDateString('zh-CN', { weekday: 'short' });
    return i18n.global.t('common.day', { month: date.getMonth() + 1, day: date.getDate(), weekday });
  }
  return date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
}
