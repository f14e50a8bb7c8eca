import { ref, type Ref } from 'vue';
import { useOrder } from './use_order';

export interface Rows<T> {
  list: Ref<T[]>;
  order: ReturnType<typeof useOrder<T>>;
  /** What a row is called where it is spoken of: its own name, else its place. */
  nameOf: (index: number) => string;
  add: (row: T) => void;
  /** How often somebody has added one: he goes on in the new row. */
  added: Ref<number>;
  remove: (index: number) => void;
}

/** Rows that can be put in order, added to and taken away; `<OrderedTable>` shows them. */
export function useRows<T>(list: Ref<T[]>, name: (row: T) => string): Rows<T> {
  const added = ref(0);
  return {
    list,
    added,
    order: useOrder(list),
    nameOf(index) {
      const row = list.value[index];
      return (row !== undefined && name(row)) || String(index + 1);
    },
    add(row) {
      list.value = [...list.value, row];
      added.value += 1;
    },
    remove(index) {
      list.value = list.value.filter((_, at) => at !== index);
    },
  };
}
