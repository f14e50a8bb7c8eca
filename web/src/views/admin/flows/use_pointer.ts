/** Follows one press of the pointer until it is let go; `moved` is false while it stayed (nearly) where it was. */
export function followPointer(
  start: PointerEvent,
  handlers: { move: (event: PointerEvent) => void; end: (event: PointerEvent, moved: boolean) => void },
): void {
  let moved = false;
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) {
      return;
    }
    moved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 3;
    if (moved) {
      handlers.move(event);
    }
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId === start.pointerId) {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      handlers.end(event, moved);
    }
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}
