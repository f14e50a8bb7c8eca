import { defineStore } from 'pinia';
import { ref, watch } from 'vue';

/**
 * A deletion that was taken back (撤销). Its notice outlives the drawer or page in which was deleted, so that there is
 * nobody left to emit to: every list and page that shows such rows looks here.
 */
export const useObjectChanges = defineStore('object_changes', () => {
  const restored = ref(0);
  const tellRestored = (): void => void (restored.value += 1);
  /** In a component's set-up. */
  const onRestored = (reload: () => void): void => void watch(restored, reload);
  return { restored, tellRestored, onRestored };
});
