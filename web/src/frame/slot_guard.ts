import { watch } from 'vue';

/** After its meaning has changed, a button takes no click for 600 ms (slot B, the state's switch): whoever meant the old
 * one does not hit the new one. */
export const guardMs = 600;

export function useSlotGuard(meaning: () => string, nowMs: () => number = () => performance.now()): () => boolean {
  let changedAt = -Infinity;
  watch(meaning, () => (changedAt = nowMs()), { flush: 'sync' });
  return () => nowMs() - changedAt >= guardMs;
}
