import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from '@/realtime/backoff';
import { Softphone } from './softphone';
import type { PhoneEvent } from './types';

/** Fake ports that write down what they were asked, in order. */
function makePhone(): { phone: Softphone; done: string[]; send: (...events: PhoneEvent[]) => void } {
  const done: string[] = [];
  const note = (text: string) => (): void => void done.push(text);
  const phone = new Softphone(
    {
      sip: {
        connect: note('connect'),
        disconnect: note('disconnect'),
        answer: (id) => done.push(`answer ${id}`),
        reject: (id, status) => done.push(`reject ${id} ${status}`),
        hangUp: (id) => done.push(`hang_up ${id}`),
        drop: (id) => done.push(`drop ${id}`),
        mute: (muted) => done.push(`mute ${muted}`),
      },
      lock: { seek: (steal) => done.push(steal ? 'steal' : 'seek'), release: note('release') },
      sound: { ring: note('ring'), stopRing: note('stop_ring'), beep: note('beep'), unlock: note('unlock') },
      backoff: new Backoff(400, 8_000, () => 1),
    },
    () => {},
  );
  return { phone, done, send: (...events) => events.forEach((event) => phone.send(event)) };
}

const online: PhoneEvent[] = [{ type: 'start' }, { type: 'lock.held' }, { type: 'registered' }];
const rings = (id = 's1', call = 'c1'): PhoneEvent => ({ type: 'invite', id, call, purpose: 'ring' });

describe('the telephone in the page', () => {
  let phone: Softphone;
  let done: string[];
  let send: (...events: PhoneEvent[]) => void;
  /** What was done since the last look. */
  const since = (): string[] => done.splice(0);

  beforeEach(() => {
    vi.useFakeTimers();
    ({ phone, done, send } = makePhone());
  });
  afterEach(() => vi.useRealTimers());

  it('connects when this tab is the phone', () => {
    send(...online);
    expect(since()).toEqual(['seek', 'connect']);
    expect(phone.state.line).toBe('online');
  });

  it('leaves the phone to the other tab until somebody takes it here', () => {
    send({ type: 'start' }, { type: 'lock.elsewhere' });
    expect(phone.state.line).toBe('elsewhere');
    send({ type: 'take' }, { type: 'lock.held' });
    expect(since()).toEqual(['seek', 'steal', 'connect']);
  });

  it('gives way when another tab takes the phone, without hanging up', () => {
    send(...online, rings(), { type: 'answer.wanted', call: 'c1' }, { type: 'established', id: 's1' });
    since();
    send({ type: 'lock.lost' });
    expect(since()).toEqual(['disconnect', 'drop s1', 'seek']);
    expect(phone.state.line).toBe('elsewhere');
  });

  it('shows who calls before it is heard', () => {
    send(...online, rings());
    expect(since()).not.toContain('ring');
    send({ type: 'caller.known', call: 'c1' });
    expect(since()).toEqual(['ring']);
    vi.advanceTimersByTime(1000);
    expect(since()).toEqual([]);
  });

  it('rings after 1.5 s even when nobody says who calls', () => {
    send(...online, rings());
    since();
    vi.advanceTimersByTime(1500);
    expect(since()).toEqual(['ring']);
  });

  it('answers once, however often it is asked', () => {
    send(...online, rings(), { type: 'caller.known', call: 'c1' });
    since();
    send({ type: 'answer.wanted', call: 'c1' }, { type: 'answer.wanted', call: 'c1' });
    expect(since()).toEqual(['stop_ring', 'answer s1']);
    send({ type: 'established', id: 's1' });
    expect(phone.state.session?.phase).toBe('up');
  });

  it('answers as soon as it rings what was answered on the card before', () => {
    send(...online, { type: 'answer.wanted', call: 'c1' });
    since();
    send(rings());
    expect(since()).toEqual(['answer s1']);
    send({ type: 'ended', id: 's1' }, rings('s2'));
    expect(since()).not.toContain('answer s2');
  });

  it('lets an answer lapse for which nothing rang', () => {
    send(...online, { type: 'answer.wanted', call: 'c1' });
    since();
    vi.advanceTimersByTime(3000);
    send(rings());
    expect(since()).toEqual([]);
    expect(phone.state.session?.phase).toBe('ringing');
  });

  it('answers dial and resume at once, and nothing else', () => {
    send(...online, { type: 'invite', id: 'd1', call: 'c2', purpose: 'dial' });
    expect(since()).toContain('answer d1');
    send(rings('s9', 'c9'));
    expect(since()).toEqual(['reject s9 486']);
  });

  it('answers at once when I asked to supervise', () => {
    send(...online, { type: 'invite', id: 'v1', call: 'c3', purpose: 'supervise' });
    expect(since()).toContain('answer v1');
    expect(phone.state.session).toMatchObject({ purpose: 'supervise', phase: 'answering' });
    expect(done).not.toContain('ring');
  });

  it('answers by itself after a second when the agent wants that (R063)', () => {
    send({ type: 'auto_answer.set', on: true }, ...online, rings());
    since();
    vi.advanceTimersByTime(1000);
    expect(since()).toEqual(['beep']);
    vi.advanceTimersByTime(300);
    expect(since()).toEqual(['answer s1']);
    expect(done).not.toContain('ring');
  });

  it('rings instead when that was switched off since the call came', () => {
    send({ type: 'auto_answer.set', on: true }, ...online, rings());
    since();
    send({ type: 'auto_answer.set', on: false });
    vi.advanceTimersByTime(5000);
    expect(since()).toEqual(['ring']);
    expect(phone.state.session).toMatchObject({ phase: 'ringing' });
  });

  it('answers nothing by itself while the browser keeps the beep silent', () => {
    send({ type: 'auto_answer.set', on: true }, { type: 'sound.blocked', what: 'ring' }, ...online, rings());
    vi.advanceTimersByTime(5000);
    expect(since()).not.toContain('answer s1');
    expect(phone.state.session).toMatchObject({ phase: 'ringing' });
  });

  it('answers nothing that was refused in the second before', () => {
    send({ type: 'auto_answer.set', on: true }, ...online, rings());
    since();
    send({ type: 'hangup.wanted' });
    vi.advanceTimersByTime(5000);
    expect(since()).toEqual(['reject s1 603']);
  });

  it('stops ringing when the caller gives up', () => {
    send(...online, rings(), { type: 'caller.known', call: 'c1' });
    since();
    send({ type: 'ended', id: 's1' });
    expect(since()).toEqual(['stop_ring']);
    expect(phone.state.session).toBeNull();
  });

  it('rejects when the microphone is not there, and says why', () => {
    send(...online, rings(), { type: 'answer.wanted', call: 'c1' });
    since();
    send({ type: 'microphone.failed', id: 's1', problem: 'denied' });
    expect(since()).toEqual(['reject s1 480']);
    expect(phone.state.microphone).toBe('denied');
  });

  it('comes back to the same call after the network was lost, still muted', () => {
    send(...online, rings(), { type: 'answer.wanted', call: 'c1' }, { type: 'established', id: 's1' });
    send({ type: 'mute.wanted', call: 'c1', muted: true });
    expect(since()).toContain('mute true');
    send({ type: 'socket.lost', code: 1006 });
    expect(since()).toEqual(['disconnect', 'drop s1']);
    expect(phone.state.line).toBe('retrying');
    vi.advanceTimersByTime(400);
    expect(since()).toEqual(['connect']);
    send({ type: 'registered' }, { type: 'invite', id: 's2', call: 'c1', purpose: 'resume' });
    send({ type: 'established', id: 's2' });
    expect(since()).toEqual(['answer s2', 'mute true']);
  });

  it('opens the microphone for the next call', () => {
    send(...online, rings(), { type: 'answer.wanted', call: 'c1' }, { type: 'established', id: 's1' });
    send({ type: 'mute.wanted', call: 'c1', muted: true }, { type: 'ended', id: 's1' }, rings('s2', 'c2'));
    expect(phone.state.muted).toBe(false);
  });

  it('learns after a refresh that it is muted, and takes no late echo for news', () => {
    send(...online, { type: 'invite', id: 's1', call: 'c1', purpose: 'resume' }, { type: 'established', id: 's1' });
    since();
    send({ type: 'mute.told', call: 'c1' });
    expect(since()).toEqual(['mute true']);
    send({ type: 'mute.wanted', call: 'c1', muted: false }, { type: 'mute.told', call: 'c1' });
    expect(since()).toEqual(['mute false']);
    expect(phone.state.muted).toBe(false);
  });

  it('cuts the flow, not the call, when sound stops coming while the socket lives', () => {
    send(...online, rings(), { type: 'answer.wanted', call: 'c1' }, { type: 'established', id: 's1' });
    since();
    send({ type: 'media.lost', id: 's1' });
    expect(since()).toEqual(['disconnect', 'drop s1']);
  });

  it('waits longer each time, and not at all when the network says it is back', () => {
    send(...online, { type: 'socket.lost', code: 1006 });
    vi.advanceTimersByTime(400);
    send({ type: 'socket.lost', code: 1006 });
    since();
    vi.advanceTimersByTime(799);
    expect(since()).toEqual([]);
    send({ type: 'hurry' });
    expect(since()).toEqual(['connect']);
  });

  it('says so when a newer page took over, and takes it back on request', () => {
    send(...online, { type: 'socket.lost', code: 4409 });
    expect(phone.state.line).toBe('taken_over');
    vi.advanceTimersByTime(60_000);
    since();
    send({ type: 'take' }, { type: 'lock.held' });
    expect(since()).toEqual(['steal', 'connect']);
  });

  it('does not knock again when the session has ended', () => {
    send(...online, { type: 'socket.lost', code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(phone.state.line).toBe('ended');
    expect(done.filter((what) => what === 'connect')).toHaveLength(1);
  });

  it('hangs up by itself when the server cannot be asked; rejects what still rings', () => {
    send(...online, rings(), { type: 'hangup.wanted' });
    expect(since()).toContain('reject s1 603');
    send({ type: 'invite', id: 'd1', call: 'c2', purpose: 'dial' }, { type: 'established', id: 'd1' });
    since();
    send({ type: 'hangup.wanted' });
    expect(since()).toEqual(['hang_up d1']);
  });

  it('knows what the browser holds sound back from, and lets it out on the first touch', () => {
    send({ type: 'sound.blocked', what: 'call' }, { type: 'sound.blocked', what: 'ring' });
    expect(phone.state.soundBlocked).toBe('call');
    send({ type: 'sound.allowed' }, { type: 'sound.allowed' });
    expect(since()).toEqual(['unlock']);
  });

  it('ignores what an old session says', () => {
    send(...online, rings(), { type: 'ended', id: 's1' }, rings('s2', 'c2'));
    send({ type: 'ended', id: 's1' }, { type: 'established', id: 's1' });
    expect(phone.state.session).toEqual({ id: 's2', call: 'c2', purpose: 'ring', phase: 'ringing' });
  });
});
