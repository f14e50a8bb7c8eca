import { onScopeDispose, ref, type Ref } from 'vue';

// The server's clock as this page knows it, and one shared tick for every timer on the page. Nothing is counted here:
// a timer is always "now minus the server's timestamp", so throttled and sleeping tabs are right again at once.

const samplesKept = 12;
let samples: number[] = [];
let offsetMs = 0;
const now = ref(Date.now());
let users = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A tick or snapshot tells the server's time. The largest of the last samples travelled fastest and is nearest. */
export function learnServerTime(serverMs: number, hereMs = Date.now()): void {
  samples = [...samples, serverMs - hereMs].slice(-samplesKept);
  const before = offsetMs;
  offsetMs = Math.max(...samples);
  // A clock here that is wrong by minutes shows in no timer, not even until the next second.
  if (users > 0 && Math.abs(offsetMs - before) >= 1000) {
    tick();
  }
}

/** After a long gap (sleep, changed clock) old samples mislead. */
export function forgetServerTime(): void {
  samples = [];
}

export function serverNow(): number {
  return Date.now() + offsetMs;
}

function tick(): void {
  now.value = serverNow();
  clearTimeout(timer);
  timer = setTimeout(tick, 1000 - (now.value % 1000) + 5);
}

function onVisible(): void {
  if (!document.hidden) {
    tick();
  }
}

/** The server's time in ms, once a second, the same ref for everybody. */
export function useNow(): Readonly<Ref<number>> {
  if (users++ === 0) {
    document.addEventListener('visibilitychange', onVisible);
    tick();
  }
  onScopeDispose(() => {
    if (--users === 0) {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    }
  });
  return now;
}
