import { onMounted, onScopeDispose } from 'vue';

/** Ctrl Alt ← and →: the tab before and after. Plain arrows and Alt ← stay the browser's. */
export function tabStepOf(event: KeyboardEvent): 1 | -1 | 0 {
  if (event.isComposing || !event.ctrlKey || !event.altKey || event.shiftKey || event.metaKey) {
    return 0;
  }
  if (event.key === 'ArrowRight') return 1;
  return event.key === 'ArrowLeft' ? -1 : 0;
}

export function useTabKeys(onStep: (by: 1 | -1) => void): void {
  const listen = (event: KeyboardEvent): void => {
    const by = tabStepOf(event);
    if (by) {
      event.preventDefault();
      onStep(by);
    }
  };
  onMounted(() => window.addEventListener('keydown', listen));
  onScopeDispose(() => window.removeEventListener('keydown', listen));
}
