import type { LiveCall, LiveLeg, LiveSupervision } from '@/realtime/messages';

// Calls of more than two parties: who is in it, and who hears whom just now. Pure.

export type Doing = 'ringing' | 'talking' | 'waiting' | 'away';

/** Somebody else in my call. */
export interface Party {
  leg: string;
  isCustomer: boolean;
  /** As the directory or the network tells it; a number when nobody knows more. */
  name: string;
  number: string;
  doing: Doing;
  muted: boolean;
}

export function legOf(call: LiveCall | null, user: string): LiveLeg | undefined {
  return call?.legs.find((leg) => leg.user?.number === user);
}

/** Whoever has taken the call over is a party of it like any other. */
export const supervisionOf = (call: LiveCall | null): LiveSupervision | null =>
  call?.supervision && call.supervision.mode !== 'takeover' ? call.supervision : null;

export const isSupervisor = (call: LiveCall | null, user: string): boolean =>
  supervisionOf(call)?.user?.number === user;

/** This person consults somebody in this call. */
export function consults(call: LiveCall, user: string): boolean {
  return Boolean(call.consult && call.consult.by === legOf(call, user)?.leg);
}

function doingOf(call: LiveCall, leg: LiveLeg): Doing {
  if (leg.away) return 'away';
  if (!leg.answered) return 'ringing';
  const { consult } = call;
  if (consult && leg.leg === consult.consulted) return consult.swapped ? 'waiting' : 'talking';
  if (consult && leg.leg !== consult.by) return consult.swapped ? 'talking' : 'waiting';
  return call.phase === 'held' ? 'waiting' : 'talking';
}

function nameOf(call: LiveCall, leg: LiveLeg): string {
  if (leg.user) return leg.user.name;
  const known = call.customer_name !== call.customer_number ? call.customer_name : '';
  return (leg.role === 'customer' && known) || leg.number;
}

/** Everybody in the call except this person and whoever supervises. */
export function partiesOf(call: LiveCall, user: string): Party[] {
  return call.legs
    .filter((leg) => leg.user?.number !== user && leg.leg !== supervisionOf(call)?.leg)
    .map((leg) => ({
      leg: leg.leg,
      isCustomer: leg.role === 'customer',
      name: nameOf(call, leg),
      number: leg.number,
      doing: doingOf(call, leg),
      muted: leg.muted,
    }));
}

/** Whom a supervisor listens to: the agent supervised, and the other side. */
export function pairOf(call: LiveCall): { agent?: LiveLeg; other?: LiveLeg } {
  const legs = call.legs.filter((leg) => leg.leg !== supervisionOf(call)?.leg && leg.answered);
  const agent = legs.find((leg) => leg.role === 'agent' && leg.user) ?? legs.find((leg) => leg.user);
  return {
    agent,
    other: legs.find((leg) => leg !== agent && leg.role === 'customer') ?? legs.find((leg) => leg !== agent),
  };
}
