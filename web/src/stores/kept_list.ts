import { computed, reactive, ref, shallowRef } from 'vue';
import { asApiError, type ApiError } from '@/api/errors';

/** What a block shows of a list that was perhaps not read yet: never "nothing" for "not known". */
export interface KeptList<T> {
  items: readonly T[];
  state: 'loading' | 'ready' | 'empty' | 'error';
  error: ApiError | null;
  load: () => Promise<void>;
}

/** A list that is read again and again; when it cannot be read it keeps what it showed: the bar and the call matter more. */
export function keptList<T>(fetch: () => Promise<readonly T[]>): KeptList<T> {
  const items = shallowRef<readonly T[]>([]);
  const isKnown = ref(false);
  const error = shallowRef<ApiError | null>(null);
  async function load(): Promise<void> {
    try {
      items.value = await fetch();
      isKnown.value = true;
      error.value = null;
    } catch (problem) {
      error.value = asApiError(problem);
    }
  }
  const state = computed(() => {
    if (!isKnown.value) return error.value ? 'error' : 'loading';
    return items.value.length ? 'ready' : 'empty';
  });
  return reactive({ items, state, error, load }) as KeptList<T>;
}
