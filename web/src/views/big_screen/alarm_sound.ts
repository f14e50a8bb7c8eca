/** Two short tones, made here: nothing is loaded. Silent until somebody has pressed something in this browser: it says so. */
let context: AudioContext | null = null;

export const isSoundBlocked = (): boolean => context === null || context.state !== 'running';

/** Called by a press. */
export async function unlockSound(): Promise<boolean> {
  context ??= new AudioContext();
  await context.resume().catch(() => {});
  return !isSoundBlocked();
}

const tones = [
  { hz: 880, at: 0 },
  { hz: 660, at: 0.22 },
] as const;
const lengthS = 0.18;
const loudness = 0.25;

export function playAlarm(): void {
  context ??= new AudioContext();
  if (isSoundBlocked()) return;
  for (const { hz, at } of tones) {
    const begin = context.currentTime + at;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hz;
    // Soft edges: a tone that is cut off clicks.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    volume.gain.setValueAtTime(loudness, begin + lengthS - 0.04);
    volume.gain.linearRampToValueAtTime(0, begin + lengthS);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + lengthS);
  }
}
