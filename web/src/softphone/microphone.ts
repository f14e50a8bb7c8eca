import type { MicrophoneProblem } from './types';

/** Opens the chosen microphone; when that one is gone, whichever the browser has. Throws what getUserMedia throws. */
export async function openMicrophone(deviceId = ''): Promise<MediaStream> {
  const wishes = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  if (!navigator.mediaDevices) {
    throw new DOMException('needs HTTPS or localhost', 'SecurityError');
  }
  if (deviceId) {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: { ...wishes, deviceId: { exact: deviceId } } });
    } catch (problem) {
      if (!(problem instanceof DOMException) || !['OverconstrainedError', 'NotFoundError'].includes(problem.name)) {
        throw problem;
      }
    }
  }
  return navigator.mediaDevices.getUserMedia({ audio: wishes });
}

export function closeStream(stream: MediaStream | null | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}

export function microphoneProblem(problem: unknown): MicrophoneProblem {
  const name = problem instanceof DOMException ? problem.name : '';
  if (name === 'SecurityError' || !navigator.mediaDevices) {
    return 'insecure';
  }
  if (name === 'NotAllowedError') {
    return 'denied';
  }
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}

/** How loud it is, 0 to 1, about 15 times a second, until the returned function is called. */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech lies between -60 and -10 dB.
    onLevel(Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50)));
  }, 66);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
