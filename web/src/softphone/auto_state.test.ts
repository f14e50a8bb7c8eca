import { describe, expect, it } from 'vitest';
import { autoOccasion, type AutoInput } from './auto_state';

const of = (changes: Partial<AutoInput>): string =>
  autoOccasion({
    option: 'off',
    agent: { state: 'ready', reason: '' },
    kind: 'idle',
    call: '',
    reachable: true,
    ...changes,
  });

describe('states that follow by themselves (R044)', () => {
  it('change nothing unless that was chosen', () => {
    expect(of({ agent: { state: 'busy', reason: 'sign_in' }, kind: 'busy' })).toBe('');
    expect(of({ agent: { state: 'wrap_up', reason: 'after_call' }, kind: 'wrap_up' })).toBe('');
  });

  it('idle: after signing in and after the call', () => {
    expect(of({ option: 'idle', agent: { state: 'busy', reason: 'sign_in' }, kind: 'busy' })).toBe('idle busy');
    expect(of({ option: 'idle', agent: { state: 'busy', reason: 'reset' }, kind: 'busy' })).toBe('idle busy');
    expect(of({ option: 'idle', agent: { state: 'wrap_up', reason: 'after_call' }, kind: 'wrap_up' })).toBe(
      'idle wrap_up',
    );
  });

  it('idle: never out of a busy that somebody chose, a rest, or a missed call', () => {
    for (const reason of ['break', 'no_answer', 'connection_lost', '未知']) {
      expect(of({ option: 'idle', agent: { state: 'busy', reason }, kind: 'busy' })).toBe('');
    }
    expect(of({ option: 'idle', agent: { state: 'rest', reason: '' }, kind: 'rest' })).toBe('');
    expect(of({ option: 'idle', agent: { state: 'offline', reason: 'sign_out' }, kind: 'offline' })).toBe('');
  });

  it('busy: ordered while one talks, once a call', () => {
    expect(of({ option: 'busy', kind: 'talking', call: 'c1' })).toBe('busy c1');
    expect(of({ option: 'busy', kind: 'held', call: 'c1' })).toBe('busy c1');
    expect(of({ option: 'busy', kind: 'ringing', call: 'c1' })).toBe('');
    expect(of({ option: 'busy', kind: 'supervising', call: 'c1' })).toBe('');
    expect(of({ option: 'busy', agent: { state: 'busy', reason: 'break' }, kind: 'talking', call: 'c1' })).toBe('');
  });

  it('nothing where no call could reach one', () => {
    expect(of({ option: 'idle', agent: { state: 'busy', reason: 'sign_in' }, kind: 'busy', reachable: false })).toBe(
      '',
    );
    expect(of({ option: 'idle', agent: null, kind: 'unknown' })).toBe('');
  });
});
