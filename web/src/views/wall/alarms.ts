import type { AgentKind } from '@/components/agent_kind';

/** Something lasts too long. `minutes` is the threshold it went over. */
export interface Alarm {
  kind: AgentKind;
  minutes: number;
}

// What a leader should look at, in minutes. Fixed until tenants can set them.
const thresholds: Partial<Record<AgentKind, number>> = {
  talking: 10,
  held: 2,
  dialling: 1,
  wrap_up: 3,
  busy: 20,
  rest: 30,
  resuming: 0,
};

export function alarmOf(kind: AgentKind, sinceMs: number, nowMs: number): Alarm | null {
  const minutes = thresholds[kind];
  if (minutes === undefined || sinceMs === 0) {
    return null;
  }
  return nowMs - sinceMs >= minutes * 60_000 ? { kind, minutes } : null;
}

/** Callers who wait longer than this are shown in orange. */
export const longWaitMs = 60_000;
