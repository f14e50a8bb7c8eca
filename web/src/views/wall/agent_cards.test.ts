import { describe, expect, it } from 'vitest';
import type { LiveAgent, LiveCall, LiveQueue } from '@/realtime/messages';
import { figuresOf, longestWait, waitingIn } from '../queues/queue_figures';
import { arrangeCards, cardOf, countKinds, forcesFor, mayCall, onFloor } from './agent_cards';

const now = 1_000_000_000;
const minute = 60_000;

function agent(number: string, changes: Partial<LiveAgent> = {}): LiveAgent {
  return {
    number,
    name: number,
    extension: '8001',
    state: 'ready',
    activity: 'idle',
    reason: '',
    since_ms: now - minute,
    signed_in_at_ms: now - 60 * minute,
    wrap_up_until_ms: 0,
    device_online: true,
    paused_queues: [],
    ...changes,
  };
}
function call(id: string, changes: Partial<LiveCall> = {}): LiveCall {
  return {
    id,
    direction: 'inbound',
    phase: 'talking',
    customer_number: '13800138000',
    customer_name: '',
    called_number: '400',
    started_at_ms: now - 3 * minute,
    queued_at_ms: 0,
    ringing_at_ms: 0,
    offer_ends_at_ms: 0,
    answered_at_ms: now - 2 * minute,
    held_since_ms: 0,
    resume_until_ms: 0,
    recording: 'on',
    legs: [],
    ...changes,
  };
}
const calls = (...all: LiveCall[]): Map<string, LiveCall> => new Map(all.map((each) => [each.id, each]));

describe('whom the wall shows (R249, U19)', () => {
  const people = [agent('10001'), agent('10002'), agent('10003'), agent('10009', { extension: '' }), agent('10090')];
  const queues = [
    { number: '600', members: ['10001'] },
    { number: '601', members: ['10002', '10009'] },
  ] as LiveQueue[];
  const numbers = (chosen: string): string[] => onFloor(people, queues, chosen, '10090').map(({ number }) => number);

  it('has who is in no queue of those in view, but neither oneself nor who has no telephone', () => {
    expect(numbers('')).toEqual(['10001', '10002', '10003', '10009']);
  });
  it('has the members alone when a queue is chosen', () => {
    expect(numbers('601')).toEqual(['10002', '10009']);
  });
});

describe('calling an agent from the wall (R250)', () => {
  const may = (changes: Partial<LiveAgent>): boolean =>
    mayCall(cardOf(agent('10001', changes), new Map(), now), '10090');

  it('needs a telephone that is there and free', () => {
    expect(may({})).toBe(true);
    expect(may({ state: 'busy' })).toBe(true);
    expect(may({ activity: 'talking' })).toBe(false);
    expect(may({ device_online: false })).toBe(false);
    expect(may({ device_online: false, mobile: true })).toBe(true);
    expect(may({ extension: '' })).toBe(false);
    expect(mayCall(cardOf(agent('10090'), new Map(), now), '10090')).toBe(false);
  });
});

describe('a card of the wall', () => {
  it('counts the time of what the agent does, not of the state chosen', () => {
    const busyTalking = agent('1', { activity: 'talking', call: 'c' });
    expect(cardOf(busyTalking, calls(call('c')), now)).toMatchObject({ kind: 'talking', sinceMs: now - 2 * minute });
    expect(cardOf(agent('1'), calls(), now)).toMatchObject({ kind: 'idle', sinceMs: now - minute });
  });

  it('does not invent a time for a call that it does not see', () => {
    expect(cardOf(agent('1', { activity: 'talking', call: 'x' }), calls(), now)).toMatchObject({
      sinceMs: 0,
      alarm: null,
    });
  });

  it('says that a browser was lost', () => {
    const leg = {
      leg: 'l',
      role: 'agent' as const,
      user: { number: '1', name: '' },
      number: '8001',
      answered: true,
      called: false,
      ringing: false,
      held: false,
      muted: false,
    };
    const lost = call('c', { phase: 'resuming', legs: [{ ...leg, away: true }] });
    expect(cardOf(agent('1', { activity: 'talking', call: 'c' }), calls(lost), now)).toMatchObject({
      kind: 'resuming',
    });
  });

  it('raises an alarm when something lasts too long', () => {
    const held = call('c', { phase: 'held', held_since_ms: now - 2 * minute });
    expect(cardOf(agent('1', { activity: 'holding', call: 'c' }), calls(held), now).alarm).toEqual({
      kind: 'held',
      minutes: 2,
    });
    expect(cardOf(agent('1', { activity: 'holding', call: 'c' }), calls(held), now - 1).alarm).toBeNull();
    expect(cardOf(agent('1', { state: 'offline', since_ms: 1 }), calls(), now).alarm).toBeNull();
  });

  it('offers what its state allows', () => {
    expect(forcesFor(cardOf(agent('1'), calls(), now))).toEqual(['busy', 'offline']);
    expect(forcesFor(cardOf(agent('1', { state: 'rest' }), calls(), now))).toEqual(['ready', 'offline']);
    expect(forcesFor(cardOf(agent('1', { activity: 'offered', call: 'c' }), calls(call('c')), now))).toEqual([]);
    expect(forcesFor(cardOf(agent('1', { activity: 'talking', call: 'c' }), calls(call('c')), now))).toEqual([
      'release',
    ]);
    expect(forcesFor(cardOf(agent('1', { activity: 'talking', call: 'x' }), calls(), now))).toEqual([]);
  });
});

describe('the wall', () => {
  const idle = cardOf(agent('10010'), calls(), now);
  const talking = cardOf(agent('10009', { activity: 'talking', call: 'c' }), calls(call('c')), now);
  const late = cardOf(agent('10011', { state: 'busy', since_ms: now - 21 * minute }), calls(), now);
  const away = cardOf(agent('9', { state: 'offline' }), calls(), now);

  it('keeps everyone at their place, by number', () => {
    expect(arrangeCards([idle, late, talking, away], false).map((card) => card.agent.number)).toEqual([
      '9',
      '10009',
      '10010',
      '10011',
    ]);
  });

  it('puts alarms first when asked, then calls, the absent last', () => {
    expect(arrangeCards([away, idle, talking, late], true)).toEqual([late, talking, idle, away]);
  });

  it('counts every state, also those nobody is in', () => {
    const counts = countKinds([idle, talking, late, away]);
    expect([counts.get('idle'), counts.get('talking'), counts.get('busy'), counts.get('rest')]).toEqual([1, 1, 1, 0]);
  });
});

describe('queue figures', () => {
  const waiting = [
    { call: 'a', customer_number: '1', entered_at_ms: now - 5000, position: 2 },
    { call: 'b', customer_number: '2', entered_at_ms: now - 53_000, position: 1 },
  ];
  const queue = { number: '600', name: 'a', at_ms: now, ready: 1, talking: 2, waiting, members: ['1', '2', '3'] };

  it('know who waits longest, and 0 for nobody', () => {
    expect(longestWait([queue], now)).toBe(53_000);
    expect(longestWait([{ ...queue, waiting: [] }], now)).toBe(0);
    expect(waitingIn([queue, queue])).toBe(4);
  });

  it('count members that may not be seen without inventing a state for them', () => {
    const agents = new Map([
      ['1', agent('1')],
      ['2', agent('2', { state: 'offline' })],
    ]);
    const figures = figuresOf(queue, agents, now);
    expect([figures.memberCount, figures.members.length, figures.signedIn]).toEqual([3, 2, 1]);
  });
});
