import { ref, type Ref } from 'vue';
import { speak, voiceSound } from '@/api/voices';

// One sound at a time, whoever asked for it.
let sound: HTMLAudioElement | null = null;
let made = '';
const playing = ref('');

function stop(): void {
  sound?.pause();
  sound = null;
  playing.value = '';
  if (made) {
    URL.revokeObjectURL(made);
    made = '';
  }
}

/** Plays an address; played again, it stops. Fails as the server or the browser fails. */
async function toggle(key: string, source: () => string | Promise<Blob>): Promise<void> {
  const wasPlaying = playing.value === key;
  stop();
  if (wasPlaying) {
    return;
  }
  playing.value = key;
  try {
    const found = await source();
    const address = typeof found === 'string' ? found : (made = URL.createObjectURL(found));
    if (playing.value !== key) {
      return;
    }
    sound = new Audio(address);
    sound.addEventListener('ended', stop);
    sound.addEventListener('error', stop);
    await sound.play();
  } catch (problem) {
    stop();
    throw problem;
  }
}

/** A prompt as the site writes it: "prompt:NAME", "say:TEXT". */
const togglePrompt = (prompt: string): Promise<void> =>
  toggle(prompt, () => (prompt.startsWith('say:') ? speak(prompt.slice(4)) : voiceSound(prompt.replace(/^\w+:/, ''))));

export const usePreview = (): {
  playing: Ref<string>;
  toggle: typeof toggle;
  togglePrompt: typeof togglePrompt;
  stop: typeof stop;
} => ({ playing, toggle, togglePrompt, stop });
