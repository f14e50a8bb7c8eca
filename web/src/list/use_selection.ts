import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';

/** How many of the rows that are shown are ticked. */
export type Ticked = 'none' | 'some' | 'all';

export interface Selection {
  keys: Ref<readonly string[]>;
  ticked: ComputedRef<Ticked>;
  has: (key: string) => boolean;
  flip: (key: string) => void;
  /** The box of the header: this page, no more. */
  flipPage: () => void;
  take: (keys: readonly string[]) => void;
  clear: () => void;
}

/** What is ticked in a list: it survives paging and ordering, and ends with a new question. */
export function useSelection(shown: () => readonly string[], question: () => string): Selection {
  const keys = ref<readonly string[]>([]);
  const set = computed(() => new Set(keys.value));
  const has = (key: string): boolean => set.value.has(key);
  const ticked = computed<Ticked>(() => {
    const count = shown().filter(has).length;
    if (!count) return 'none';
    return count === shown().length ? 'all' : 'some';
  });

  function take(next: readonly string[]): void {
    keys.value = [...new Set(next)];
  }
  function flip(key: string): void {
    take(has(key) ? keys.value.filter((each) => each !== key) : [...keys.value, key]);
  }
  function flipPage(): void {
    const page = new Set(shown());
    take(ticked.value === 'all' ? keys.value.filter((key) => !page.has(key)) : [...keys.value, ...page]);
  }
  const clear = (): void => take([]);
  watch(question, clear);
  return { keys, ticked, has, flip, flipPage, take, clear };
}
