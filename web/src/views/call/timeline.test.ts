import { expect, it } from 'vitest';
import type { LiveCall } from '@/realtime/messages';
import { momentsOf } from './timeline';

const call: LiveCall = {
  id: '1',
  direction: 'inbound',
  phase: 'held',
  customer_number: '138',
  customer_name: '',
  called_number: '400',
  started_at_ms: 10,
  queued_at_ms: 10,
  ringing_at_ms: 20,
  offer_ends_at_ms: 0,
  answered_at_ms: 30,
  held_since_ms: 40,
  resume_until_ms: 0,
  recording: 'on',
  legs: [],
};

it('tells the call backwards, with what goes on now on top', () => {
  const moments = momentsOf(call, false, 0);
  expect(moments.map((moment) => moment.kind)).toEqual(['held', 'answered', 'ringing', 'queued', 'started']);
  expect(moments.map((moment) => moment.isNow)).toEqual([true, false, false, false, false]);
});

it('leaves out what has not happened, and ends with the end', () => {
  const brief = { ...call, queued_at_ms: 0, held_since_ms: 0 };
  expect(momentsOf(brief, true, 99).map((moment) => moment.kind)).toEqual(['over', 'answered', 'ringing', 'started']);
});

it('puts a call that is being resumed on top', () => {
  const waits: LiveCall = { ...call, phase: 'resuming', resume_until_ms: 90 };
  expect(momentsOf(waits, false, 0)[0]).toEqual({ kind: 'resuming', atMs: 0, isNow: true });
});
