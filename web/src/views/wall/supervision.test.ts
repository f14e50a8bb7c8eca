import { describe, expect, it } from 'vitest';
import type { LiveAgent, LiveCall } from '@/realtime/messages';
import type { BarView } from '@/softphone/bar_view';
import { fakeCall, supervised } from '@/softphone/calls_fake';
import { mayTake, obstacleFor, supervisedAgent } from './supervision';

const agent = { number: '10001' } as LiveAgent;
const view = (over: Partial<BarView> = {}): BarView => ({ kind: 'idle', inCall: false, ...over }) as BarView;
const me = (over: Partial<BarView> = {}, hasPhone = true) => ({ number: '10090', hasPhone, view: view(over) });
const card = (call: LiveCall | null) => ({ agent, call });

describe('supervising an agent', () => {
  it('is possible in any talk, and goes on through its levels', () => {
    expect(obstacleFor(card(fakeCall()), me())).toBeNull();
    const busy = me({ kind: 'supervising', inCall: true });
    expect(obstacleFor(card(supervised('listen')), busy)).toBeNull();
    expect(supervisedAgent(supervised('listen'), '10090')).toBe('10001');
  });

  it('keeps its mode where the company wants that (U15)', () => {
    expect(mayTake('barge', 'listen', false)).toBe(true);
    expect(mayTake('barge', 'listen', true)).toBe(false);
    expect(mayTake('barge', null, true)).toBe(true);
    expect(mayTake('listen', 'listen', false)).toBe(false);
  });

  it('says why not', () => {
    expect(obstacleFor(card(null), me())).toBe('no_call');
    expect(obstacleFor(card(fakeCall({ phase: 'ringing' })), me())).toBe('not_up');
    expect(obstacleFor(card(fakeCall()), me({}, false))).toBe('no_phone');
    expect(obstacleFor(card(fakeCall()), me({ kind: 'talking', inCall: true }))).toBe('own_call');
    expect(obstacleFor(card(supervised('barge')), { ...me(), number: '10091' })).toBe('other_leader');
    expect(obstacleFor({ agent: { ...agent, number: '10090' }, call: fakeCall() }, me())).toBe('not_me');
  });
});
