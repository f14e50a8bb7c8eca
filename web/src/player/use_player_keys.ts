import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue';
import { belongsToField } from '@/list/list_keys';

interface PlayerActs {
  toggle: () => void;
  skip: (seconds: number) => void;
}

/** Space plays, ← → skip, from anywhere on the page that has no use for these keys itself. */
export function usePlayerKeys({ toggle, skip }: PlayerActs): void {
  function onKey(event: KeyboardEvent): void {
    const isSlider = event.target instanceof HTMLElement && event.target.dataset.player === 'position';
    if (belongsToField(event) && !isSlider) {
      return;
    }
    const onButton = event.target instanceof HTMLElement && event.target.closest('button, a, summary');
    if (event.key === ' ' && !onButton) {
      event.preventDefault();
      toggle();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      skip(event.key === 'ArrowLeft' ? -5 : 5);
    }
  }
  const listen = (): void => document.addEventListener('keydown', onKey);
  const stop = (): void => document.removeEventListener('keydown', onKey);
  onMounted(listen);
  onActivated(listen);
  onDeactivated(stop);
  onBeforeUnmount(stop);
}
