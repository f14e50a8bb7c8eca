import type { Today } from '@/api/figures';
import type { LiveQueue } from '@/realtime/messages';
import { longestWait } from '../queues/queue_figures';

/** Part of a whole in percent with one decimal; nothing counted yet: –. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? ((part * 100) / whole).toFixed(1) : '–';
}

/** One line of the queue table: what is live, and the day so far. */
export interface QueueLine {
  number: string;
  name: string;
  waiting: number;
  longestMs: number;
  ready: number;
  level: string;
}

/** Those that need somebody first: by who waits longest, then by number. As many as there is room for. */
export function queueLines(queues: Iterable<LiveQueue>, today: Today | null, nowMs: number, room: number): QueueLine[] {
  const byNumber = new Map(today?.queues.map((each) => [each.number, each]));
  const lines = [...queues].map((queue) => {
    const day = byNumber.get(queue.number);
    return {
      number: queue.number,
      name: queue.name,
      waiting: queue.waiting.length,
      longestMs: longestWait([queue], nowMs),
      ready: queue.ready,
      level: percent(day?.in_time ?? 0, day?.measured ?? 0),
    };
  });
  return lines
    .sort((a, b) => b.longestMs - a.longestMs || a.number.localeCompare(b.number, undefined, { numeric: true }))
    .slice(0, room);
}

/** The seconds of the company's formula, for the words of it (B08). */
export const formulaOf = ({ service_level: level }: Today): { within: number; early: number } => ({
  within: level.answer_within_s,
  early: level.abandoned_from_s,
});

/** Answered in time in any queue, as a part of what the company's formula divides by. */
export function serviceLevel(today: Today | null): string {
  const sum = (key: 'in_time' | 'measured'): number => today?.queues.reduce((all, queue) => all + queue[key], 0) ?? 0;
  return percent(sum('in_time'), sum('measured'));
}
