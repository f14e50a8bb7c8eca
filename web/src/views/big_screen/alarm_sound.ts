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
const leadS = 0.02;

/** On its way to the loudspeaker before its time is set: a page that is busy would begin late and lose the first one. */
function readyTone(context: AudioContext, hz: number): { tone: OscillatorNode; volume: GainNode } {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hz;
  volume.gain.value = 0;
  tone.connect(volume).connect(context.destination);
  return { tone, volume };
}

export function playAlarm(): void {
  const sound = (context ??= new AudioContext());
  if (isSoundBlocked()) return;
  const ready = tones.map(({ hz, at }) => ({ ...readyTone(sound, hz), at }));
  const now = sound.currentTime + leadS;
  for (const { tone, volume, at } of ready) {
    const begin = now + at;
    // Soft edges: a tone that is cut off clicks.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    volume.gain.setValueAtTime(loudness, begin + lengthS - 0.04);
    volume.gain.linearRampToValueAtTime(0, begin + lengthS);
    tone.start(begin);
    tone.stop(begin + lengthS);
  }
}
