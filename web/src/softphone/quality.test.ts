import { describe, expect, it } from 'vitest';
import { mosOf, QualityMeter, wordOf } from './quality';

describe('line quality', () => {
  it('gives words that fit what people hear', () => {
    expect(mosOf(20, 2, 0)).toBeGreaterThan(4.3);
    expect(wordOf(mosOf(20, 2, 0))).toBe('good');
    expect(wordOf(mosOf(150, 20, 5))).toBe('fair');
    expect(wordOf(mosOf(300, 40, 8))).toBe('poor');
    expect(wordOf(mosOf(800, 80, 20))).toBe('bad');
  });

  it('reads the difference, not the sum, and hears silence', () => {
    const meter = new QualityMeter();
    const inbound = (packetsReceived: number, packetsLost: number): Record<string, unknown> => ({
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived,
      packetsLost,
      jitter: 0.003,
    });
    const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 };
    expect(meter.read([pair])).toBeNull();
    expect(meter.read([inbound(100, 100), pair])?.lossPercent).toBe(50);
    const second = meter.read([inbound(200, 100), pair]);
    expect(second).toMatchObject({ lossPercent: 0, roundTripMs: 30, jitterMs: 3, silent: false });
    meter.read([inbound(200, 100), pair]);
    expect(meter.read([inbound(200, 100), pair])?.silent).toBe(true);
  });
});
