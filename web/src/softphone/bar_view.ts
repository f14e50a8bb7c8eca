import type { LiveAgent, LiveCall, LiveLeg } from '@/realtime/messages';
import { consults, isSupervisor, legOf } from './constellation';
import type { PhoneState } from './types';

// What the softphone bar shows, decided in one place from three truths: the agent and the call as the server tells them,
// and the telephone in this page. Pure.

export type BarKind =
  | 'unknown'
  | 'offline'
  | 'busy'
  | 'idle'
  | 'rest'
  | 'wrap_up'
  | 'ringing'
  | 'dialling'
  | 'talking'
  | 'held'
  | 'consulting'
  | 'conference'
  | 'supervising'
  | 'resuming';

export type Progress = 'none' | 'device' | 'calling' | 'far_rings';
export type SlotA = 'dial' | 'answer' | 'quality' | 'mute' | 'none';
/** `end_consult`: the consulted party goes, the call goes on; `leave`: supervision ends, the call goes on. */
export type SlotB = 'recent' | 'reject' | 'hang_up' | 'end_consult' | 'leave' | 'none';

export interface BarInput {
  myNumber: string;
  agent: LiveAgent | null;
  call: LiveCall | null;
  phone: PhoneState;
  /** The number whose dialling was asked for and that no call shows yet. */
  dialling: string;
  /** The telephone has a call up that the server does not know, for longer than events need to cross. */
  disagrees: boolean;
}

export interface BarView {
  kind: BarKind;
  slotA: SlotA;
  slotB: SlotB;
  /** What the timer counts from, or to when it counts down. */
  sinceMs: number;
  untilMs: number;
  progress: Progress;
  muted: boolean;
  onHold: boolean;
  inCall: boolean;
}

export const myLeg = (call: LiveCall | null, myNumber: string): LiveLeg | undefined => legOf(call, myNumber);

const upPhases: readonly LiveCall['phase'][] = ['talking', 'held', 'consulting', 'conference'];

/** The call this person is in, or is offered. */
export function findMyCall(calls: Iterable<LiveCall>, myNumber: string, preferred?: string | null): LiveCall | null {
  let found: LiveCall | null = null;
  for (const call of calls) {
    if (call.id === preferred) {
      return call;
    }
    if (myLeg(call, myNumber)) {
      found = call;
    }
  }
  return found;
}

function kindOfCall(input: BarInput, call: LiveCall): BarKind {
  const { myNumber } = input;
  if (isSupervisor(call, myNumber)) {
    return 'supervising';
  }
  const isUp = upPhases.includes(call.phase);
  if (call.phase === 'resuming' || myLeg(call, myNumber)?.away || (isUp && input.phone.line === 'retrying')) {
    return 'resuming';
  }
  switch (call.phase) {
    case 'ringing':
      // Whoever was left behind by a blind transfer is up already and hears the next one ring.
      return myLeg(call, myNumber)?.answered ? 'dialling' : 'ringing';
    case 'talking':
    case 'held':
    case 'conference':
      // A room rings for everybody at once; whoever has not come yet is not in it.
      return call.room && isRung(input, call) ? 'ringing' : call.phase;
    case 'consulting':
      if (consults(call, myNumber)) return 'consulting';
      return isCalled(input, call) ? 'ringing' : 'talking';
    default:
      return isCalled(input, call) ? 'ringing' : 'dialling';
  }
}

/** A colleague dialled me: somebody is up already, and my telephone rings. When I dial, mine is the first to be up. */
function isCalled(input: BarInput, call: LiveCall): boolean {
  const mine = myLeg(call, input.myNumber);
  return isRung(input, call) && call.legs.some((leg) => leg !== mine && leg.answered);
}

/** My telephone rings, and not because I asked for it. */
function isRung({ myNumber, phone: { session } }: BarInput, call: LiveCall): boolean {
  const mine = myLeg(call, myNumber);
  const isAsked = session?.call === call.id && session.purpose !== 'ring';
  return Boolean(mine?.called) && !isAsked;
}

function kindOf(input: BarInput): BarKind {
  if (input.disagrees) return 'unknown';
  if (input.call) return kindOfCall(input, input.call);
  if (input.phone.session?.phase === 'ringing') return 'ringing';
  if (input.phone.session?.purpose === 'supervise') return 'supervising';
  if (input.dialling || input.phone.session?.purpose === 'dial') return 'dialling';
  if (!input.agent) return 'unknown';
  return input.agent.state === 'ready' ? 'idle' : input.agent.state;
}

const slots: Record<BarKind, readonly [SlotA, SlotB]> = {
  unknown: ['none', 'none'],
  offline: ['none', 'none'],
  rest: ['none', 'none'],
  busy: ['dial', 'recent'],
  idle: ['dial', 'recent'],
  wrap_up: ['dial', 'recent'],
  ringing: ['answer', 'reject'],
  dialling: ['none', 'hang_up'],
  talking: ['quality', 'hang_up'],
  held: ['quality', 'hang_up'],
  consulting: ['quality', 'end_consult'],
  conference: ['quality', 'hang_up'],
  supervising: ['mute', 'leave'],
  resuming: ['none', 'hang_up'],
};

function sinceOf(kind: BarKind, { call, agent }: BarInput): number {
  switch (kind) {
    case 'ringing':
      return call?.ringing_at_ms || agent?.since_ms || 0;
    case 'dialling':
      return call?.started_at_ms ?? 0;
    case 'held':
      return call?.held_since_ms ?? 0;
    case 'talking':
    case 'consulting':
    case 'conference':
    case 'supervising':
      return call?.answered_at_ms ?? 0;
    case 'resuming':
    case 'unknown':
      return 0;
    default:
      return agent?.since_ms ?? 0;
  }
}

function untilOf(kind: BarKind, { call, agent }: BarInput): number {
  if (kind === 'resuming') return call?.resume_until_ms ?? 0;
  if (kind === 'wrap_up') return agent?.wrap_up_until_ms ?? 0;
  return kind === 'ringing' ? (call?.offer_ends_at_ms ?? 0) : 0;
}

function progressOf(kind: BarKind, { call, myNumber }: BarInput): Progress {
  if (kind !== 'dialling') return 'none';
  if (!call || !myLeg(call, myNumber)?.answered) return 'device';
  const far = call.legs.find((leg) => leg.user?.number !== myNumber);
  return far?.ringing ? 'far_rings' : 'calling';
}

/** In which the telephone is taken. */
export const callKinds: readonly BarKind[] = [
  'talking',
  'held',
  'consulting',
  'conference',
  'supervising',
  'resuming',
  'dialling',
];

export function viewOf(input: BarInput): BarView {
  const kind = kindOf(input);
  const [slotA, slotB] = slots[kind];
  return {
    kind,
    slotA,
    slotB,
    sinceMs: sinceOf(kind, input),
    untilMs: untilOf(kind, input),
    progress: progressOf(kind, input),
    muted: Boolean(input.call) && (input.phone.muted || Boolean(myLeg(input.call, input.myNumber)?.muted)),
    onHold: kind === 'held',
    inCall: callKinds.includes(kind),
  };
}
