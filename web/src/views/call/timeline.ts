import type { LiveCall } from '@/realtime/messages';

export type MomentKind =
  'started' | 'queued' | 'ringing' | 'answered' | 'held' | 'consulting' | 'conference' | 'resuming' | 'over';

// Of these only the server knows since when.
const timeless: readonly LiveCall['phase'][] = ['resuming', 'consulting', 'conference'];

export interface Moment {
  kind: MomentKind;
  /** 0: since a moment that only the server knows. */
  atMs: number;
  /** It goes on now: its timer runs. */
  isNow: boolean;
}

/** What has happened in the call so far, from its own timestamps, newest first. */
export function momentsOf(call: LiveCall, isOver: boolean, overAtMs: number): Moment[] {
  const from: [MomentKind, number][] = [
    ['started', call.started_at_ms],
    ['queued', call.queued_at_ms],
    ['ringing', call.ringing_at_ms],
    ['answered', call.answered_at_ms],
    ['held', call.held_since_ms],
    ['over', isOver ? overAtMs : 0],
  ];
  const moments = from.filter(([, atMs]) => atMs > 0).map(([kind, atMs]) => ({ kind, atMs, isNow: false }));
  if (timeless.includes(call.phase) && !isOver) {
    moments.push({ kind: call.phase as MomentKind, atMs: 0, isNow: false });
  }
  // A later act of the same moment in time (answered at once) keeps the order of the list.
  moments.sort((a, b) => (b.atMs || Infinity) - (a.atMs || Infinity) || order.indexOf(b.kind) - order.indexOf(a.kind));
  const [newest] = moments;
  if (newest && !isOver) {
    newest.isNow = true;
  }
  return moments;
}

const order: MomentKind[] = [
  'started',
  'queued',
  'ringing',
  'answered',
  'held',
  'consulting',
  'conference',
  'resuming',
  'over',
];
