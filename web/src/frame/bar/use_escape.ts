import { onBeforeUnmount, onMounted } from 'vue';

/** Escape closes what is open, and nothing else: a layer below it stays. Element Plus does so only with the focus inside. */
export function useEscape(isOpen: () => boolean, close: () => void): void {
  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && isOpen()) {
      event.preventDefault();
      close();
    }
  }
  onMounted(() => window.addEventListener('keydown', press, { capture: true }));
  onBeforeUnmount(() => window.removeEventListener('keydown', press, { capture: true }));
}
