import { describe, expect, it } from 'vitest';
import { viewOf, type BarInput } from './bar_view';
import { conference, consulting, customer, agent, fakeCall, ringingColleague, supervised } from './calls_fake';
import { consults, isSupervisor, pairOf, partiesOf } from './constellation';
import { identityOf } from './identity';
import { initialState } from './types';

const input = (over: Partial<BarInput>): BarInput => ({
  myNumber: '10001',
  agent: null,
  call: null,
  phone: { ...initialState, line: 'online' },
  dialling: '',
  disagrees: false,
  ...over,
});
const doings = (call: Parameters<typeof partiesOf>[0], me: string): string[] =>
  partiesOf(call, me).map((party) => `${party.name} ${party.doing}`);

describe('a consultation', () => {
  it('is one only for whoever asks: F4 ends it, not the call', () => {
    expect(viewOf(input({ call: consulting(true) }))).toMatchObject({
      kind: 'consulting',
      slotA: 'quality',
      slotB: 'end_consult',
      inCall: true,
    });
    const asked = viewOf(input({ call: consulting(true), myNumber: '10002' }));
    expect(asked).toMatchObject({ kind: 'talking', slotB: 'hang_up' });
    expect(consults(consulting(true), '10002')).toBe(false);
  });

  it('rings at the one who is asked', () => {
    expect(viewOf(input({ call: consulting(false), myNumber: '10002' })).kind).toBe('ringing');
    expect(doings(consulting(false), '10001')).toEqual(['13812345678 waiting', '李强 ringing']);
  });

  it('says who waits, before and after swapping', () => {
    expect(doings(consulting(true), '10001')).toEqual(['13812345678 waiting', '李强 talking']);
    expect(doings(consulting(true, true), '10001')).toEqual(['13812345678 talking', '李强 waiting']);
    expect(doings(consulting(true, true), '10002')[1]).toBe('王丽 talking');
  });
});

describe('a conference', () => {
  it('names everybody else, and hanging up leaves it', () => {
    expect(viewOf(input({ call: conference() }))).toMatchObject({ kind: 'conference', slotB: 'hang_up' });
    expect(doings(conference(), '10001')).toEqual(['13812345678 talking', '李强 talking']);
  });

  it('rings for whoever has not come yet, and is known by its room', () => {
    const room = fakeCall({ phase: 'talking', room: '晨会', direction: 'internal', legs: [agent, ringingColleague] });
    expect(viewOf(input({ call: room, myNumber: '10002' })).kind).toBe('ringing');
    expect(identityOf(room, '10002').name).toBe('晨会');
    const ringing = { ...agent, answered: false, called: true };
    const begins = fakeCall({ ...room, phase: 'conference', legs: [ringing, ringingColleague] });
    expect(viewOf(input({ call: begins })).kind).toBe('ringing');
  });
});

describe('supervision', () => {
  it('shows in the leader’s bar; the agent’s stays as it was', () => {
    expect(viewOf(input({ call: supervised('whisper'), myNumber: '10090' }))).toMatchObject({
      kind: 'supervising',
      slotA: 'mute',
      slotB: 'leave',
    });
    expect(viewOf(input({ call: supervised('whisper') })).kind).toBe('talking');
  });

  it('is known from the telephone before the server tells of it', () => {
    const session = { id: 's', call: 'c1', purpose: 'supervise', phase: 'answering' } as const;
    expect(viewOf(input({ phone: { ...initialState, session } })).kind).toBe('supervising');
  });

  it('makes no party of the supervisor until the call is taken over', () => {
    expect(doings(supervised('listen'), '10001')).toEqual(['13812345678 talking']);
    expect(pairOf(supervised('listen')).agent?.user?.name).toBe('王丽');
    const taken = { ...supervised('takeover'), legs: [customer, ...supervised('takeover').legs.slice(2)] };
    expect(isSupervisor(taken, '10090')).toBe(false);
    expect(viewOf(input({ call: taken, myNumber: '10090' }))).toMatchObject({ kind: 'talking', slotB: 'hang_up' });
  });
});

describe('a blind transfer', () => {
  it('lets whoever stays hear the next one ring, not be rung at', () => {
    const left = fakeCall({ phase: 'ringing', direction: 'internal', legs: [agent, ringingColleague] });
    expect(viewOf(input({ call: left })).kind).toBe('dialling');
    expect(viewOf(input({ call: left, myNumber: '10002' })).kind).toBe('ringing');
  });
});
