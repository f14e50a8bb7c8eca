// What /ws carries. Every time is the server's UTC in ms; 0 = not yet, or not now.

export type CallPhase =
  | 'routing'
  | 'menu'
  | 'waiting'
  | 'ringing'
  | 'dialling'
  | 'talking'
  | 'held'
  | 'consulting'
  | 'conference'
  | 'resuming'
  | 'announcing'
  | 'voicemail'
  | 'survey';

export interface NamedNumber {
  number: string;
  name: string;
}

export interface LiveLeg {
  leg: string;
  role: 'customer' | 'agent' | 'other';
  user?: NamedNumber | null;
  number: string;
  answered: boolean;
  /** It was called and has not answered yet; `ringing`: its far end says that it rings. */
  called: boolean;
  ringing: boolean;
  held: boolean;
  muted: boolean;
  away?: boolean;
}

/** `by` talks with `consulted`, or rings it; legs. */
export interface LiveConsult {
  by: string;
  consulted: string;
  answered: boolean;
  /** `by` talks with the other party just now, `consulted` waits. */
  swapped: boolean;
}

export type SupervisionMode = 'listen' | 'whisper' | 'barge' | 'takeover';

export interface LiveSupervision {
  leg: string;
  user?: NamedNumber | null;
  mode: SupervisionMode;
  /** False: the leader's telephone rings. */
  answered: boolean;
}

export interface LiveCall {
  id: string;
  direction: 'inbound' | 'manual_outbound' | 'auto_outbound' | 'internal';
  phase: CallPhase;
  customer_number: string;
  customer_name: string;
  /** Where the customer's number belongs. */
  region?: { zh: string; en: string };
  called_number: string;
  queue?: NamedNumber | null;
  started_at_ms: number;
  queued_at_ms: number;
  ringing_at_ms: number;
  offer_ends_at_ms: number;
  answered_at_ms: number;
  held_since_ms: number;
  resume_until_ms: number;
  recording: 'none' | 'on' | 'paused';
  legs: LiveLeg[];
  consult?: LiveConsult | null;
  supervision?: LiveSupervision | null;
  /** Legs that talk with each other; more than two: a conference. */
  parties?: string[];
  /** Name of the conference room it is. */
  room?: string;
  /** Waits without a caller on the line, who asked to be called back. */
  callback?: boolean;
  /** The caller's way through the voice menu. */
  keys?: string;
  /** Whom the company knows by the number; the name stands in customer_name as well. */
  customer?: { id: string; name: string } | null;
}

export interface LiveAgent {
  number: string;
  name: string;
  extension: string;
  state: 'offline' | 'busy' | 'ready' | 'rest' | 'wrap_up';
  activity: 'idle' | 'offered' | 'dialling' | 'talking' | 'holding';
  reason: string;
  since_ms: number;
  signed_in_at_ms: number;
  /** When after-call work ends by itself; 0: there is none, or it has no end. */
  wrap_up_until_ms: number;
  device_online: boolean;
  call?: string | null;
  paused_queues: string[];
  /** Signed in at the mobile: calls ring there (R024). */
  mobile?: boolean;
}

export interface LiveWaiting {
  call: string;
  customer_number: string;
  entered_at_ms: number;
  position: number;
  /** Nobody is on the line: asked to be called back. */
  callback?: boolean;
}

export interface LiveQueue {
  number: string;
  name: string;
  at_ms: number;
  ready: number;
  talking: number;
  waiting: LiveWaiting[];
  members: string[];
}

export interface Simulation {
  available: boolean;
  running: boolean;
}

export interface Snapshot {
  server_ms: number;
  me: {
    number: string;
    name: string;
    role: string;
    extension: string;
    tenant_name?: string;
    supervision_keeps_mode?: boolean;
  };
  calls: LiveCall[];
  agents: LiveAgent[];
  queues: LiveQueue[];
  simulation?: Simulation;
}

/** Something of one's own is new: the page asks for it. */
export interface Notice {
  about: string;
  id: string;
}

/** What a leg says just now, 0 silent to 100 full, and how good its line is (MOS; 0: nothing was heard yet). */
export interface LegMeter {
  leg: string;
  level: number;
  mos: number;
}

/** Twice a second, of the call that I supervise. */
export interface Meters {
  call: string;
  legs: LegMeter[];
}

export interface CallEnded {
  id: string;
  result: string;
  ending: { side: string; reason: string };
}

export type LiveMessage =
  | { type: 'snapshot'; data: Snapshot }
  | { type: 'call'; data: LiveCall }
  | { type: 'call.ended'; data: CallEnded }
  | { type: 'agent'; data: LiveAgent }
  | { type: 'queue'; data: LiveQueue }
  | { type: 'record'; data: { id: string } }
  | { type: 'answer'; data: { call: string } }
  | { type: 'meters'; data: Meters }
  | { type: 'simulation'; data: Simulation }
  | { type: 'notice'; data: Notice }
  | { type: 'tick'; data: { server_ms: number } };
