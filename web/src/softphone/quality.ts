/** What the line is worth, every two seconds, from the browser's own counters. */
export interface Quality {
  mos: number;
  jitterMs: number;
  lossPercent: number;
  roundTripMs: number;
  /** Packets have stopped coming although the call is up. */
  silent: boolean;
}

export type QualityWord = 'good' | 'fair' | 'poor' | 'bad';

/** Simplified E-model (ITU-T G.107): delay and loss lower R, R becomes MOS. */
export function mosOf(roundTripMs: number, jitterMs: number, lossPercent: number): number {
  const delay = roundTripMs / 2 + 2 * jitterMs + 10;
  const delayCost = delay < 160 ? delay / 40 : (delay - 120) / 10;
  const r = Math.min(100, Math.max(0, 93.2 - delayCost - 2.5 * lossPercent));
  return 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
}

export function wordOf(mos: number): QualityWord {
  if (mos >= 4) return 'good';
  if (mos >= 3.5) return 'fair';
  return mos >= 3 ? 'poor' : 'bad';
}

export const barsOf: Record<QualityWord, number> = { good: 4, fair: 3, poor: 2, bad: 1 };

interface Counters {
  received: number;
  lost: number;
}

/** Keeps the counters of one peer connection and reads the difference. */
export class QualityMeter {
  private last: Counters | null = null;
  private silentReads = 0;

  read(stats: Iterable<Record<string, unknown>>): Quality | null {
    let inbound: Record<string, unknown> | undefined;
    let roundTripS = 0;
    for (const entry of stats) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio') inbound = entry;
      if (entry.type === 'candidate-pair' && entry.nominated === true) {
        roundTripS = roundTripS || Number(entry.currentRoundTripTime ?? 0);
      }
      if (entry.type === 'remote-inbound-rtp' && entry.kind === 'audio') {
        roundTripS = Number(entry.roundTripTime ?? roundTripS) || roundTripS;
      }
    }
    if (!inbound) {
      return null;
    }
    const now: Counters = { received: Number(inbound.packetsReceived ?? 0), lost: Number(inbound.packetsLost ?? 0) };
    const before = this.last ?? { received: 0, lost: 0 };
    this.last = now;
    const received = now.received - before.received;
    const lost = Math.max(0, now.lost - before.lost);
    this.silentReads = received > 0 ? 0 : this.silentReads + 1;
    const lossPercent = received + lost > 0 ? (100 * lost) / (received + lost) : 0;
    const jitterMs = 1000 * Number(inbound.jitter ?? 0);
    const roundTripMs = 1000 * roundTripS;
    return {
      mos: mosOf(roundTripMs, jitterMs, lossPercent),
      jitterMs,
      lossPercent,
      roundTripMs,
      silent: this.silentReads > 1,
    };
  }
}
