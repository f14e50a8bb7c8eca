import { onBeforeUnmount, onDeactivated, onMounted, reactive, ref, watch, type Ref } from 'vue';
import { ChannelMixer } from './channel_mixer';
import { clampTo, type Side } from './wave';

interface Sound {
  isPlaying: Ref<boolean>;
  /** Seconds. */
  position: Ref<number>;
  duration: Ref<number>;
  failed: Ref<boolean>;
  /** What the listener chose; it outlives the recording. */
  settings: { speed: number; volume: number; silent: boolean; muted: Record<Side, boolean> };
  toggle: () => void;
  seek: (seconds: number) => void;
  retry: () => void;
}

/** The sound of one player. A new source goes on playing when the old one was, or when `autoplay` asks for it. */
export function useSound(element: Ref<HTMLAudioElement | null>, source: () => string, autoplay: () => boolean): Sound {
  const isPlaying = ref(false);
  const position = ref(0);
  const duration = ref(0);
  const failed = ref(false);
  const settings = reactive({ speed: 1, volume: 1, silent: false, muted: { customer: false, agent: false } });
  let mixer: ChannelMixer | null = null;
  let frame = 0;

  function follow(): void {
    position.value = element.value?.currentTime ?? 0;
    if (isPlaying.value) {
      frame = requestAnimationFrame(follow);
    }
  }
  function play(): void {
    // A browser may refuse to play before the first click; the button then still says "play".
    void element.value?.play().catch(() => (isPlaying.value = false));
  }
  function toggle(): void {
    if (isPlaying.value) {
      element.value?.pause();
    } else {
      play();
    }
  }
  function seek(seconds: number): void {
    const audio = element.value;
    if (audio) {
      audio.currentTime = clampTo(seconds, duration.value);
      position.value = audio.currentTime;
    }
  }
  function open(goesOn: boolean): void {
    const audio = element.value;
    if (!audio) {
      return;
    }
    failed.value = false;
    position.value = 0;
    duration.value = 0;
    audio.src = source();
    audio.defaultPlaybackRate = settings.speed;
    if (goesOn) {
      play();
    }
  }

  onMounted(() => {
    const audio = element.value;
    if (!audio) {
      return;
    }
    const hear = (event: string, then: () => void): void => audio.addEventListener(event, then);
    hear('play', () => {
      isPlaying.value = true;
      cancelAnimationFrame(frame);
      follow();
    });
    hear('pause', () => (isPlaying.value = false));
    hear('ended', () => (isPlaying.value = false));
    hear('seeked', () => (position.value = audio.currentTime));
    hear('timeupdate', () => (position.value = audio.currentTime));
    hear('durationchange', () => (duration.value = Number.isFinite(audio.duration) ? audio.duration : 0));
    hear('error', () => {
      failed.value = true;
      isPlaying.value = false;
    });
    open(autoplay());
  });
  watch(source, () => open(isPlaying.value || autoplay()));
  watch(autoplay, (wanted) => wanted && !isPlaying.value && play());
  watch(settings, () => {
    const audio = element.value;
    if (audio) {
      audio.playbackRate = settings.speed;
      audio.volume = settings.volume;
      audio.muted = settings.silent;
    }
  });
  for (const side of ['customer', 'agent'] as const) {
    watch(
      () => settings.muted[side],
      (muted) => {
        if (element.value) {
          mixer ??= new ChannelMixer(element.value);
          mixer.mute(side, muted);
        }
      },
    );
  }
  onDeactivated(() => element.value?.pause());
  onBeforeUnmount(() => {
    element.value?.pause();
    cancelAnimationFrame(frame);
    mixer?.close();
  });

  return { isPlaying, position, duration, failed, settings, toggle, seek, retry: () => open(true) };
}
