import { expect, it } from 'vitest';
import type { LiveCall, LiveLeg } from '@/realtime/messages';
import { identityOf } from './identity';

const leg = (number: string, user?: string): LiveLeg => ({
  leg: number,
  role: user ? 'agent' : 'customer',
  user: user ? { number: user, name: `name ${user}` } : null,
  number,
  answered: true,
  called: false,
  ringing: false,
  held: false,
  muted: false,
});

function call(over: Partial<LiveCall>): LiveCall {
  return {
    id: '1',
    direction: 'inbound',
    phase: 'talking',
    customer_number: '13812345678',
    customer_name: '13812345678',
    called_number: '8002',
    started_at_ms: 1,
    queued_at_ms: 0,
    ringing_at_ms: 0,
    offer_ends_at_ms: 0,
    answered_at_ms: 0,
    held_since_ms: 0,
    resume_until_ms: 0,
    recording: 'none',
    legs: [leg('13812345678'), leg('8001', '10001')],
    ...over,
  };
}

it('does not take a number for a name', () => {
  expect(identityOf(call({}), '10001')).toEqual({ name: '', number: '13812345678', isOutgoing: false });
});

it('names the colleague at the other end of an internal call, from both sides', () => {
  const internal = call({ direction: 'internal', legs: [leg('8001', '10001'), leg('8002', '10002')] });
  expect(identityOf(internal, '10001')).toEqual({ name: 'name 10002', number: '8002', isOutgoing: true });
  expect(identityOf(internal, '10002')).toEqual({ name: 'name 10001', number: '8001', isOutgoing: false });
});
