import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import { useOrder } from '../../admin/parts/use_order';

const settleMs = 500;

/**
 * An order that counts as soon as it is changed (拖动即生效, R159): told when the row is let go, or when no arrow has been
 * pressed for half a second.
 */
export function useLiveOrder<T>(options: {
  items: Ref<readonly T[]>;
  idOf: (item: T) => string;
  save: (ids: readonly string[]) => Promise<void>;
}): { rows: Ref<T[]>; order: ReturnType<typeof useOrder<T>>; isSaving: Ref<boolean> } {
  const rows = ref<T[]>([]) as Ref<T[]>;
  const isSaving = ref(false);
  const order = useOrder(rows);
  const idsOf = (list: readonly T[]): string => list.map(options.idOf).join(',');
  let timer = 0;
  // The order that the server told, or was told last.
  let known = '';
  // A row in the hand stays there, and so does what was moved since the server was told, whatever it says meanwhile.
  watch(
    options.items,
    (items) => {
      if (order.lifted.value >= 0) {
        return;
      }
      const place = new Map(rows.value.map((row, index) => [options.idOf(row), index]));
      const placeOf = (item: T): number => place.get(options.idOf(item)) ?? -1;
      const isMoved =
        idsOf(rows.value) !== known && items.length === place.size && items.every((item) => placeOf(item) >= 0);
      rows.value = isMoved ? [...items].sort((one, other) => placeOf(one) - placeOf(other)) : [...items];
      if (!isMoved) {
        known = idsOf(items);
      }
    },
    { immediate: true },
  );
  const isSettled = computed(() => order.lifted.value < 0 && idsOf(rows.value) !== idsOf(options.items.value));
  watch([isSettled, rows], ([settled]) => {
    window.clearTimeout(timer);
    if (settled) {
      timer = window.setTimeout(() => void tell(), settleMs);
    }
  });
  async function tell(): Promise<void> {
    isSaving.value = true;
    known = idsOf(rows.value);
    try {
      await options.save(rows.value.map(options.idOf));
    } finally {
      isSaving.value = false;
    }
  }
  onScopeDispose(() => window.clearTimeout(timer));
  return { rows, order, isSaving };
}
