import { kindOf, type AgentKind } from '@/components/agent_kind';
import type { LiveAgent, LiveCall, LiveQueue } from '@/realtime/messages';
import { consults, isSupervisor } from '@/softphone/constellation';
import { alarmOf, type Alarm } from './alarms';

/** Whom the wall is about: members of the queues in view; with all queues in view also who has a telephone and is in none
 * of them (who only calls out, the people of a department). The own telephone is in the bar. */
export function onFloor(
  agents: Iterable<LiveAgent>,
  queues: readonly LiveQueue[],
  chosen: string,
  me: string | undefined,
): LiveAgent[] {
  const watched = queues.filter(({ number }) => !chosen || number === chosen);
  const members = new Set(watched.flatMap((queue) => queue.members));
  return [...agents].filter(
    ({ number, extension }) => members.has(number) || (!chosen && extension !== '' && number !== me),
  );
}

/** What the wall shows of one agent. */
export interface AgentCard {
  agent: LiveAgent;
  kind: AgentKind;
  /** Since when `kind` lasts, server time; 0: unknown. */
  sinceMs: number;
  call: LiveCall | null;
  alarm: Alarm | null;
}

/** In the order of the filter chips. */
export const kindsOnWall: readonly AgentKind[] = [
  'talking',
  'held',
  'dialling',
  'ringing',
  'idle',
  'wrap_up',
  'busy',
  'rest',
  'offline',
];

/** How much a leader should look at a kind when nothing is wrong: calls first, the absent last. */
const attention: readonly AgentKind[] = [
  'resuming',
  'held',
  'consulting',
  'talking',
  'conference',
  'supervising',
  'dialling',
  'ringing',
  'wrap_up',
  'busy',
  'rest',
  'idle',
  'offline',
  'unknown',
];

function shownKind(agent: LiveAgent, call: LiveCall | null): AgentKind {
  const isLost = call?.phase === 'resuming' && call.legs.some((leg) => leg.away && leg.user?.number === agent.number);
  if (isLost) return 'resuming';
  const kind = kindOf(agent);
  if (!call || kind === 'idle' || kind === 'ringing') return kind;
  if (isSupervisor(call, agent.number)) return 'supervising';
  if (consults(call, agent.number)) return 'consulting';
  return call.phase === 'conference' && kind === 'talking' ? 'conference' : kind;
}

function beganAt(kind: AgentKind, agent: LiveAgent, call: LiveCall | null): number {
  switch (kind) {
    case 'talking':
    case 'consulting':
    case 'conference':
    case 'supervising':
    case 'resuming':
      return call?.answered_at_ms || call?.started_at_ms || 0;
    case 'held':
      return call?.held_since_ms || call?.answered_at_ms || 0;
    case 'ringing':
      return call?.ringing_at_ms || 0;
    case 'dialling':
      return call?.started_at_ms || 0;
    default:
      return agent.since_ms;
  }
}

export function cardOf(agent: LiveAgent, calls: ReadonlyMap<string, LiveCall>, nowMs: number): AgentCard {
  const call = (agent.call && calls.get(agent.call)) || null;
  const kind = shownKind(agent, call);
  const sinceMs = beganAt(kind, agent, call);
  return { agent, kind, sinceMs, call, alarm: alarmOf(kind, sinceMs, nowMs) };
}

/** Consulting and lost browsers are talks to the filter: a chip of its own for each would be mostly 0. */
export const filterKind = (kind: AgentKind): AgentKind =>
  ['resuming', 'consulting', 'conference', 'supervising'].includes(kind) ? 'talking' : kind;

export function countKinds(cards: readonly AgentCard[]): Map<AgentKind, number> {
  const counts = new Map<AgentKind, number>(kindsOnWall.map((kind) => [kind, 0]));
  for (const { kind } of cards) {
    const key = filterKind(kind);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const byNumber = (a: AgentCard, b: AgentCard): number =>
  a.agent.number.localeCompare(b.agent.number, undefined, { numeric: true });

/** Everyone at their own place, or those who need a look first. */
export function arrangeCards(cards: readonly AgentCard[], byAttention: boolean): AgentCard[] {
  if (!byAttention) {
    return [...cards].sort(byNumber);
  }
  const rank = (card: AgentCard): number => (card.alarm ? 0 : 1 + attention.indexOf(card.kind));
  return [...cards].sort((a, b) => rank(a) - rank(b) || byNumber(a, b));
}

/** Whether the leader may call this agent (拨打, R250): the telephone is there and free. */
export const mayCall = ({ agent }: AgentCard, me: string | undefined): boolean =>
  agent.extension !== '' &&
  agent.number !== me &&
  agent.activity === 'idle' &&
  (agent.device_online || agent.mobile === true);

export type Force = 'ready' | 'busy' | 'offline' | 'release';

/** What a leader may do to an agent in this state. A ringing call is left alone. */
export function forcesFor(card: AgentCard): Force[] {
  switch (card.kind) {
    case 'idle':
      return ['busy', 'offline'];
    case 'busy':
    case 'rest':
      return ['ready', 'offline'];
    case 'wrap_up':
      return ['ready', 'busy', 'offline'];
    case 'talking':
    case 'held':
    case 'consulting':
    case 'conference':
    case 'dialling':
    case 'resuming':
      return card.call ? ['release'] : [];
    default:
      return [];
  }
}
