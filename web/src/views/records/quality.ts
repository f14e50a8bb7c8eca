import type { RecordLeg } from '@/api/call_records';

/** How good a leg sounded; bars and word follow from the estimate (MOS). */
export type QualityLevel = 'good' | 'fair' | 'poor' | 'bad' | 'unknown';

const steps: readonly [number, QualityLevel][] = [
  [4.0, 'good'],
  [3.5, 'fair'],
  [3.0, 'poor'],
];

export function levelOf(mos: number): QualityLevel {
  if (mos <= 0) {
    return 'unknown';
  }
  return steps.find(([least]) => mos >= least)?.[1] ?? 'bad';
}

/** Share of packets that never arrived here, in percent with one decimal. */
export function lossPercent(leg: Pick<RecordLeg, 'packets_received' | 'packets_lost'>): string {
  const sent = leg.packets_received + leg.packets_lost;
  return (sent > 0 ? (leg.packets_lost * 100) / sent : 0).toFixed(1);
}
