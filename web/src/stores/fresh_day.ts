import { onActivated, onScopeDispose } from 'vue';
import { useLive } from './live';

// A call record is written a moment after the call; several come together at shift change.
const settleMs = 400;
const refreshEveryMs = 60_000;

/** Asks anew when a record is written, once a minute, and when a page that was kept is seen again. */
export function useFreshDay(refresh: () => Promise<void>): void {
  const live = useLive();
  let settling: number | undefined;
  const soon = (): void => {
    window.clearTimeout(settling);
    settling = window.setTimeout(() => void refresh(), settleMs);
  };
  const unlisten = live.onRecord(soon);
  const timer = window.setInterval(() => !document.hidden && void refresh(), refreshEveryMs);
  onActivated(() => void refresh());
  onScopeDispose(() => {
    unlisten();
    window.clearTimeout(settling);
    window.clearInterval(timer);
  });
}
