import { describe, expect, it } from 'vitest';
import type { Today } from '@/api/figures';
import type { LiveQueue } from '@/realtime/messages';
import { percent, queueLines, serviceLevel } from './screen_figures';

const queue = (number: string, ...entered: number[]): LiveQueue =>
  ({ number, name: `Q${number}`, ready: 1, waiting: entered.map((entered_at_ms) => ({ entered_at_ms })) }) as LiveQueue;
const today = {
  queues: [{ number: '2', name: '', entered: 9, answered: 7, in_time: 6, abandoned: 2, measured: 8 }],
} as unknown as Today;

describe('big screen (R248)', () => {
  it('puts the queue whose caller waits longest first', () => {
    const lines = queueLines([queue('10'), queue('2', 4_000), queue('3', 1_000, 5_000)], today, 10_000, 5);
    expect(lines.map((line) => line.number)).toEqual(['3', '2', '10']);
    expect(lines[1]).toMatchObject({ waiting: 1, longestMs: 6_000, level: '75.0' });
    expect(lines[2]?.level).toBe('–');
  });
  it('shows no more queues than there is room for', () => {
    expect(queueLines([queue('1'), queue('2'), queue('3')], null, 0, 2)).toHaveLength(2);
  });
  it('divides by nothing without a word', () => {
    expect(percent(0, 0)).toBe('–');
    expect(serviceLevel(null)).toBe('–');
    expect(serviceLevel(today)).toBe('75.0');
  });
});
