import { onMounted, onScopeDispose } from 'vue';

/** Tells of presses outside of `inside`, with what was pressed. */
export function onClickOutside(inside: () => HTMLElement | null, told: (at: Node) => void): void {
  const onPress = (event: PointerEvent): void => {
    if (event.target instanceof Node && !inside()?.contains(event.target)) told(event.target);
  };
  onMounted(() => document.addEventListener('pointerdown', onPress));
  onScopeDispose(() => document.removeEventListener('pointerdown', onPress));
}
