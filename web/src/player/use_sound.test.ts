import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, ref, type App } from 'vue';
import { useSound } from './use_sound';

/** The part of an audio element that the player uses. */
class FakeAudio extends EventTarget {
  src = '';
  currentTime = 0;
  duration = 60;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  volume = 1;
  muted = false;
  refuses = false;
  play(): Promise<void> {
    if (this.refuses) {
      return Promise.reject(new Error('no gesture yet'));
    }
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }
  pause(): void {
    this.dispatchEvent(new Event('pause'));
  }
}

let audio: FakeAudio;
let app: App;
let sound: ReturnType<typeof useSound>;
const recording = ref('a');
const autoplay = ref(false);

function mount(): void {
  app = createApp({
    setup() {
      const element = ref(audio as unknown as HTMLAudioElement);
      sound = useSound(
        element,
        () => `/audio/${recording.value}`,
        () => autoplay.value,
      );
      return () => h('div');
    },
  });
  app.mount(document.createElement('div'));
  audio.dispatchEvent(new Event('durationchange'));
}

beforeEach(() => {
  audio = new FakeAudio();
  recording.value = 'a';
  autoplay.value = false;
  vi.stubGlobal('requestAnimationFrame', () => 1);
});
afterEach(() => {
  app.unmount();
  vi.unstubAllGlobals();
});

describe('the sound of a player', () => {
  it('waits until it is asked', () => {
    mount();
    expect([audio.src, sound.isPlaying.value, sound.duration.value]).toEqual(['/audio/a', false, 60]);
    sound.toggle();
    expect(sound.isPlaying.value).toBe(true);
    sound.toggle();
    expect(sound.isPlaying.value).toBe(false);
  });

  it('begins at once when that was wished, also for the recording that is open already', async () => {
    mount();
    autoplay.value = true;
    await nextTick();
    expect(sound.isPlaying.value).toBe(true);
  });

  it('goes on with the next recording while it plays, and stays quiet while it does not', async () => {
    mount();
    sound.settings.speed = 1.5;
    sound.toggle();
    recording.value = 'b';
    await nextTick();
    expect([audio.src, sound.isPlaying.value, audio.defaultPlaybackRate]).toEqual(['/audio/b', true, 1.5]);
    sound.toggle();
    recording.value = 'c';
    await nextTick();
    expect([audio.src, sound.isPlaying.value]).toEqual(['/audio/c', false]);
  });

  it('is silenced without forgetting how loud it was, for the next recording, too', async () => {
    mount();
    sound.settings.volume = 0.4;
    sound.settings.silent = true;
    await nextTick();
    expect([audio.volume, audio.muted]).toEqual([0.4, true]);
    recording.value = 'b';
    await nextTick();
    expect(audio.muted).toBe(true);
    sound.settings.silent = false;
    await nextTick();
    expect([audio.volume, audio.muted]).toEqual([0.4, false]);
  });

  it('seeks within the recording', () => {
    mount();
    sound.seek(75);
    expect(sound.position.value).toBe(60);
    sound.seek(-5);
    expect(sound.position.value).toBe(0);
  });

  it('says that it failed and tries again', () => {
    mount();
    audio.dispatchEvent(new Event('error'));
    expect(sound.failed.value).toBe(true);
    sound.retry();
    expect([sound.failed.value, sound.isPlaying.value]).toEqual([false, true]);
  });

  it('does not pretend to play what the browser refused', async () => {
    audio.refuses = true;
    mount();
    sound.toggle();
    await nextTick();
    expect(sound.isPlaying.value).toBe(false);
  });
});
