import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetServerTime, learnServerTime, serverNow, useNow } from './clock';
import { formatDuration, formatSince } from './durations';

describe('the shared clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    forgetServerTime();
  });
  afterEach(() => vi.useRealTimers());

  it('follows the server, trusting the sample that travelled fastest', () => {
    learnServerTime(1_004_000);
    learnServerTime(1_004_900);
    learnServerTime(1_004_200);
    expect(serverNow()).toBe(1_004_900);
  });

  it('is right at once when the clock here turns out to be wrong', () => {
    const scope = effectScope();
    const now = scope.run(() => useNow());
    learnServerTime(600_000);
    expect(now?.value).toBe(600_000);
    scope.stop();
  });

  it('ticks for everybody at the turn of the server second, and stops with the last user', () => {
    learnServerTime(1_000_300);
    const scope = effectScope();
    const [first, second] = scope.run(() => [useNow(), useNow()]) ?? [];
    expect(first).toBe(second);
    vi.advanceTimersByTime(705);
    expect(first?.value).toBe(1_001_005);
    scope.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('durations', () => {
  it('are written as agents read them', () => {
    expect(formatDuration(402_999)).toBe('06:42');
    expect(formatDuration(11_124_000)).toBe('3:05:24');
    expect(formatDuration(-5)).toBe('00:00');
    expect(formatDuration(undefined)).toBe('–');
    expect(formatSince(0, 5_000)).toBe('–');
    expect(formatSince(1_000, 8_500)).toBe('00:07');
  });
});
