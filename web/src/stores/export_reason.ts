import { defineStore } from 'pinia';
import { ref } from 'vue';

/** What an export is needed for, asked of whoever must have it approved (B14); one dialog for all lists. */
export const useExportReason = defineStore('export_reason', () => {
  const isOpen = ref(false);
  let answer: ((reason: string) => void) | null = null;

  /** Empty: the person thought better of it. */
  function ask(): Promise<string> {
    settle('');
    isOpen.value = true;
    return new Promise((resolve) => (answer = resolve));
  }

  function settle(reason: string): void {
    isOpen.value = false;
    answer?.(reason);
    answer = null;
  }

  return { isOpen, ask, settle };
});
