export interface SoundDevices {
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** What is plugged in; names are empty until the microphone was allowed once. */
export async function listDevices(): Promise<SoundDevices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return {
    microphones: all.filter((device) => device.kind === 'audioinput' && device.deviceId),
    speakers: all.filter((device) => device.kind === 'audiooutput' && device.deviceId),
  };
}

/** Whether the browser lets a page choose where sound comes out (Firefox and Safari partly do not). */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

type SinkableContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Plays samples once on one device; used by the tests of speaker and ring device. */
export async function playOnce(
  make: (sampleRate: number) => Float32Array<ArrayBuffer>,
  deviceId: string,
  volume: number,
): Promise<void> {
  const context: SinkableContext = new AudioContext();
  await context.setSinkId?.(deviceId).catch(() => {});
  const samples = make(context.sampleRate);
  const buffer = context.createBuffer(1, samples.length, context.sampleRate);
  buffer.copyToChannel(samples, 0);
  const gain = context.createGain();
  gain.gain.value = volume;
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(gain).connect(context.destination);
  source.onended = () => void context.close();
  source.start();
}
