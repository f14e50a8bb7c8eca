import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { fetchPeaks, Peaks } from '@/api/recordings';

const points = 800;

/** The picture of a recording; null while it is drawn, and when the server cannot: the sound plays all the same. */
export function usePeaks(recording: () => string, fetchOf: () => typeof fetchPeaks): ShallowRef<Peaks | null> {
  const peaks = shallowRef<Peaks | null>(null);
  let running: AbortController | null = null;
  watch(
    recording,
    async (id) => {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      peaks.value = null;
      const drawn = await fetchOf()(id, points, mine.signal).catch(() => null);
      if (!mine.signal.aborted) {
        peaks.value = drawn;
      }
    },
    { immediate: true },
  );
  onBeforeUnmount(() => running?.abort());
  return peaks;
}
