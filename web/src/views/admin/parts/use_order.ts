import { ref, type Ref } from 'vue';

/** Moves one thing of a list to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) {
    next.splice(Math.max(0, Math.min(next.length, to)), 0, taken);
  }
  return next;
}

/** Rows whose order is the message: dragged by their grip, or moved by the arrow keys while the grip has the focus. */
export function useOrder<T>(list: Ref<T[]>): {
  lifted: Ref<number>;
  begin: (index: number, event: DragEvent) => void;
  over: (index: number, event: DragEvent) => void;
  end: () => void;
  press: (index: number, event: KeyboardEvent) => void;
} {
  const lifted = ref(-1);
  return {
    lifted,
    begin(index, event) {
      lifted.value = index;
      const row = (event.currentTarget as HTMLElement).closest<HTMLElement>('tr, li');
      if (row && event.dataTransfer) {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setDragImage(row, 12, 12);
      }
    },
    over(index, event) {
      if (lifted.value < 0) {
        return;
      }
      event.preventDefault();
      if (index !== lifted.value) {
        list.value = moved(list.value, lifted.value, index);
        lifted.value = index;
      }
    },
    end() {
      lifted.value = -1;
    },
    press(index, event) {
      const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      const to = index + step;
      if (step === 0 || to < 0 || to >= list.value.length) {
        return;
      }
      event.preventDefault();
      const body = (event.currentTarget as HTMLElement).closest('tbody, ul');
      list.value = moved(list.value, index, to);
      // The focus goes with the row that was moved.
      window.setTimeout(() => body?.querySelectorAll<HTMLElement>('.grip')[to]?.focus());
    },
  };
}
