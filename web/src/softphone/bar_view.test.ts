import { describe, expect, it } from 'vitest';
import type { LiveAgent, LiveCall } from '@/realtime/messages';
import { findMyCall, viewOf, type BarInput } from './bar_view';
import { initialState, type PhoneState } from './types';

const agent = (over: Partial<LiveAgent> = {}): LiveAgent => ({
  number: '10001',
  name: '王丽',
  extension: '8001',
  state: 'ready',
  activity: 'idle',
  reason: '',
  since_ms: 1000,
  signed_in_at_ms: 500,
  wrap_up_until_ms: 0,
  device_online: true,
  paused_queues: [],
  ...over,
});

const call = (over: Partial<LiveCall> = {}): LiveCall => ({
  id: 'c1',
  direction: 'inbound',
  phase: 'ringing',
  customer_number: '13812345678',
  customer_name: '',
  called_number: '4008001234',
  queue: { number: '600', name: '售后' },
  started_at_ms: 2000,
  queued_at_ms: 2100,
  ringing_at_ms: 3000,
  offer_ends_at_ms: 23_000,
  answered_at_ms: 0,
  held_since_ms: 0,
  resume_until_ms: 0,
  recording: 'none',
  legs: [
    {
      leg: '1',
      role: 'customer',
      number: '13812345678',
      answered: true,
      called: false,
      ringing: false,
      held: false,
      muted: false,
    },
    {
      leg: '2',
      role: 'agent',
      user: { number: '10001', name: '王丽' },
      number: '8001',
      answered: false,
      called: true,
      ringing: true,
      held: false,
      muted: false,
    },
  ],
  ...over,
});

const input = (over: Partial<BarInput> = {}): BarInput => ({
  myNumber: '10001',
  agent: agent(),
  call: null,
  phone: { ...initialState, line: 'online' },
  dialling: '',
  disagrees: false,
  ...over,
});
const withPhone = (over: Partial<PhoneState>): PhoneState => ({ ...initialState, line: 'online', ...over });

describe('the softphone bar', () => {
  it('shows the state the agent chose while no call is there', () => {
    for (const [state, kind, a, b] of [
      ['ready', 'idle', 'dial', 'recent'],
      ['busy', 'busy', 'dial', 'recent'],
      ['wrap_up', 'wrap_up', 'dial', 'recent'],
      ['rest', 'rest', 'none', 'none'],
      ['offline', 'offline', 'none', 'none'],
    ] as const) {
      expect(viewOf(input({ agent: agent({ state }) }))).toMatchObject({ kind, slotA: a, slotB: b, sinceMs: 1000 });
    }
  });

  it('counts after-call work down to its end, and up when it has none', () => {
    const limited = agent({ state: 'wrap_up', wrap_up_until_ms: 31_000 });
    expect(viewOf(input({ agent: limited }))).toMatchObject({ kind: 'wrap_up', sinceMs: 1000, untilMs: 31_000 });
    expect(viewOf(input({ agent: agent({ state: 'wrap_up' }) }))).toMatchObject({ sinceMs: 1000, untilMs: 0 });
  });

  it('does not know before the server has spoken', () => {
    expect(viewOf(input({ agent: null })).kind).toBe('unknown');
  });

  it('rings with answer in A and reject in B, and counts to the end of the offer', () => {
    expect(viewOf(input({ call: call() }))).toMatchObject({
      kind: 'ringing',
      slotA: 'answer',
      slotB: 'reject',
      sinceMs: 3000,
      untilMs: 23_000,
    });
  });

  it('never puts answer and hang-up into one slot', () => {
    const talking = viewOf(input({ call: call({ phase: 'talking', answered_at_ms: 4000 }) }));
    expect(talking).toMatchObject({ kind: 'talking', slotA: 'quality', slotB: 'hang_up', sinceMs: 4000 });
  });

  it('counts the hold by itself', () => {
    const held = call({ phase: 'held', answered_at_ms: 4000, held_since_ms: 9000 });
    expect(viewOf(input({ call: held }))).toMatchObject({ kind: 'held', sinceMs: 9000, onHold: true });
  });

  it('is muted when the server or the telephone says so', () => {
    const up = call({ phase: 'talking' });
    expect(viewOf(input({ call: up, phone: withPhone({ muted: true }) })).muted).toBe(true);
    expect(viewOf(input({ phone: withPhone({ muted: true }) })).muted).toBe(false);
  });

  it('R042: follows a dialled call from the own device until the far end rings', () => {
    expect(viewOf(input({ dialling: '138' }))).toMatchObject({
      kind: 'dialling',
      progress: 'device',
      slotB: 'hang_up',
    });
    const mine = { ...call().legs[1], answered: true, called: false, ringing: false } as LiveCall['legs'][number];
    const far = { ...call().legs[0], answered: false, called: true, ringing: false } as LiveCall['legs'][number];
    const dialled = call({ phase: 'dialling', direction: 'manual_outbound', legs: [mine, far] });
    expect(viewOf(input({ call: dialled })).progress).toBe('calling');
    const rings = { ...dialled, legs: [mine, { ...far, ringing: true }] };
    expect(viewOf(input({ call: rings })).progress).toBe('far_rings');
  });

  it('rings when a colleague dialled me, although the call is called dialling', () => {
    const [customer, mine] = call().legs as [LiveCall['legs'][number], LiveCall['legs'][number]];
    const caller = { ...customer, role: 'agent' as const, user: { number: '10002', name: '李强' } };
    const internal = call({ phase: 'dialling', direction: 'internal', legs: [caller, mine] });
    expect(viewOf(input({ call: internal })).kind).toBe('ringing');
    const atCaller = viewOf(input({ call: internal, myNumber: '10002' }));
    expect(atCaller).toMatchObject({ kind: 'dialling', progress: 'far_rings' });
  });

  it('says that it comes back, as the server says or before the server knows', () => {
    const waits = call({ phase: 'resuming', resume_until_ms: 40_000 });
    expect(viewOf(input({ call: waits }))).toMatchObject({ kind: 'resuming', untilMs: 40_000, slotB: 'hang_up' });
    const up = call({ phase: 'talking' });
    expect(viewOf(input({ call: up, phone: withPhone({ line: 'retrying' }) })).kind).toBe('resuming');
  });

  it('comes back into a conference that goes on for the others (B01)', () => {
    const [customer, mine] = call().legs as [LiveCall['legs'][number], LiveCall['legs'][number]];
    const colleague = { ...mine, leg: '3', user: { number: '10002', name: '李强' } };
    const three = call({
      phase: 'conference',
      legs: [customer, { ...mine, away: true }, colleague],
      parties: ['1', '3'],
    });
    expect(viewOf(input({ call: three })).kind).toBe('resuming');
    expect(viewOf(input({ call: three, myNumber: '10002' })).kind).toBe('conference');
  });

  it('rings even when the call is not told yet, and offers a reset when telephone and server disagree', () => {
    const session = { id: 's', call: 'c9', purpose: 'ring', phase: 'ringing' } as const;
    expect(viewOf(input({ phone: withPhone({ session }) })).kind).toBe('ringing');
    expect(viewOf(input({ disagrees: true }))).toMatchObject({ kind: 'unknown', slotA: 'none', slotB: 'none' });
  });

  it('finds my call, the one the agent is said to be in first', () => {
    const other = call({ id: 'c2' });
    expect(findMyCall([call(), other], '10001', 'c2')?.id).toBe('c2');
    expect(findMyCall([call()], '10002')).toBeNull();
  });
});
