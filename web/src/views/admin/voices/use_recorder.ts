import { onScopeDispose, ref, type Ref } from 'vue';
import { toVoice } from './wav';

const longestMs = 120_000;

/** Records the microphone into a voice. Owner: the panel that shows it; the microphone is let go with it. */
export function useRecorder(): {
  state: Ref<'idle' | 'recording' | 'ready' | 'refused'>;
  elapsedMs: Ref<number>;
  voice: Ref<Blob | null>;
  start: () => Promise<void>;
  stop: () => void;
  reset: () => void;
} {
  const state = ref<'idle' | 'recording' | 'ready' | 'refused'>('idle');
  const elapsedMs = ref(0);
  const voice = ref<Blob | null>(null);
  let recorder: MediaRecorder | null = null;
  let ticking: number | undefined;

  function release(): void {
    window.clearInterval(ticking);
    recorder?.stream.getTracks().forEach((track) => track.stop());
    recorder = null;
  }

  async function start(): Promise<void> {
    reset();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      const parts: Blob[] = [];
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = async () => {
        release();
        voice.value = await toVoice(new Blob(parts)).catch(() => null);
        state.value = voice.value ? 'ready' : 'idle';
      };
      recorder.start();
      state.value = 'recording';
      const begun = performance.now();
      ticking = window.setInterval(() => {
        elapsedMs.value = performance.now() - begun;
        if (elapsedMs.value >= longestMs) {
          stop();
        }
      }, 200);
    } catch {
      release();
      state.value = 'refused';
    }
  }

  function stop(): void {
    window.clearInterval(ticking);
    if (recorder?.state === 'recording') {
      recorder.stop();
    }
  }

  function reset(): void {
    stop();
    voice.value = null;
    elapsedMs.value = 0;
    state.value = 'idle';
  }

  onScopeDispose(() => {
    if (recorder) {
      recorder.onstop = null;
    }
    release();
  });
  return { state, elapsedMs, voice, start, stop, reset };
}
