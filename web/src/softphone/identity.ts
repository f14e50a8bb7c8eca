import type { LiveCall } from '@/realtime/messages';
import { myLeg } from './bar_view';

export interface Identity {
  /** Empty: nobody knows. */
  name: string;
  number: string;
  isOutgoing: boolean;
  /** Where the number belongs. */
  region?: LiveCall['region'];
}

/** Who is at the other end of a call, seen from one of its parties. */
export function identityOf(call: LiveCall, myNumber: string): Identity {
  if (call.room) {
    return { name: call.room, number: call.room, isOutgoing: false };
  }
  if (call.direction === 'internal') {
    const mine = myLeg(call, myNumber);
    const others = call.legs.filter((leg) => leg !== mine && leg.user && leg.leg !== call.supervision?.leg);
    const far = others.find((leg) => leg.leg !== call.consult?.consulted) ?? others[0];
    const isOutgoing = mine?.number !== call.called_number;
    return { name: far?.user?.name ?? '', number: far?.number ?? (isOutgoing ? call.called_number : ''), isOutgoing };
  }
  const known = call.customer_name !== call.customer_number ? call.customer_name : '';
  const isOutgoing = call.direction !== 'inbound';
  return { name: known, number: call.customer_number, isOutgoing, region: call.region };
}
