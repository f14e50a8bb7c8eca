import type { LiveCall } from '@/realtime/messages';
import { myLeg } from './bar_view';

export interface Identity {
  /** Empty: nobody knows. */
  name: string;
  number: string;
  isOutgoing: boolean;
}

/** Who is at the other end of a call, seen from one of its parties. */
export function identityOf(call: LiveCall, myNumber: string): Identity {
  if (call.direction === 'internal') {
    const mine = myLeg(call, myNumber);
    const far = call.legs.find((leg) => leg !== mine && leg.user);
    const isOutgoing = mine?.number !== call.called_number;
    return { name: far?.user?.name ?? '', number: far?.number ?? (isOutgoing ? call.called_number : ''), isOutgoing };
  }
  const known = call.customer_name !== call.customer_number ? call.customer_name : '';
  return { name: known, number: call.customer_number, isOutgoing: call.direction !== 'inbound' };
}
