/** Which side of a conversation: left channel customer, right channel agent. */
export type Side = 'customer' | 'agent';

// Below this a channel is silent: comfort noise and line hum reach about 2 %.
const silence = 0.04;

/** As many bars as fit: each shows the loudest of its points. With fewer points than bars, points repeat. */
export function barsOf(points: readonly number[], bars: number): number[] {
  if (points.length === 0) {
    return [];
  }
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * points.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * points.length) / bars));
    return Math.max(...points.slice(from, to));
  });
}

/** Quiet speech is still seen: the square root lifts it. Silence is a dot (0). */
export function heightOf(peak: number): number {
  return peak < silence ? 0 : Math.sqrt(Math.min(1, peak));
}

/** Share of the time in which this side spoke, in whole percent. */
export function speakingPercent(points: readonly number[]): number {
  const spoken = points.filter((point) => point >= silence).length;
  return points.length ? Math.round((spoken * 100) / points.length) : 0;
}

/** A place within the recording, whatever was asked for. */
export function clampTo(position: number, duration: number): number {
  return Math.min(Math.max(0, position), Math.max(0, duration));
}
