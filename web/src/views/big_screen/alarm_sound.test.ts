import { afterEach, expect, test, vi } from 'vitest';
import { playAlarm, unlockSound } from './alarm_sound';

/** A sound card whose clock goes on with everything that is asked of it, as on a machine that is busy. */
class BusyContext {
  currentTime = 0;
  state = 'running';
  destination = 'loudspeaker';
  started: { at: number; audibleFrom: number }[] = [];
  private late(): void {
    this.currentTime += 0.1;
  }
  resume = (): Promise<void> => Promise.resolve();
  createOscillator(): object {
    this.late();
    const node = {
      audibleFrom: Infinity,
      frequency: { value: 0 },
      connect: (to: { source?: object }) => Object.assign(to, { source: node }),
      start: (at: number) => this.started.push({ at, audibleFrom: Math.max(this.currentTime, node.audibleFrom) }),
      stop: vi.fn(),
    };
    return node;
  }
  createGain(): object {
    this.late();
    const gain = { value: 1, setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() };
    const node = {
      gain,
      source: { audibleFrom: Infinity },
      connect: () => (node.source.audibleFrom = this.currentTime),
    };
    return node;
  }
}

afterEach(() => vi.unstubAllGlobals());

test('no tone begins before it can be heard, however busy the page is', async () => {
  const card = new BusyContext();
  vi.stubGlobal('AudioContext', function () {
    return card;
  });
  await unlockSound();
  playAlarm();
  expect(card.started).toHaveLength(2);
  for (const { at, audibleFrom } of card.started) {
    expect(at).toBeGreaterThanOrEqual(audibleFrom);
  }
});
