import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { asApiError, type ApiError } from '@/api/errors';

export interface Fetched<T> {
  value: ShallowRef<T | null>;
  error: ShallowRef<ApiError | null>;
  /** For a BlockState: nothing found and no rows are both empty. */
  state: ComputedRef<'loading' | 'ready' | 'empty' | 'error'>;
  load: () => Promise<void>;
}

/**
 * What belongs to `key`: fetched when it changes and when `load` is called. An answer to an older question is dropped;
 * what was there stays while it is asked for again, and when that fails, but never under another key.
 */
export function useFetched<T>(key: () => string, fetch: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const value = shallowRef<T | null>(null) as ShallowRef<T | null>;
  const error = shallowRef<ApiError | null>(null);
  let belongsTo = '';
  let running: AbortController | null = null;

  async function load(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    const wanted = key();
    error.value = null;
    try {
      const found = await fetch(mine.signal);
      if (mine.signal.aborted) return;
      value.value = found;
      belongsTo = wanted;
    } catch (problem) {
      if (mine.signal.aborted) return;
      if (belongsTo !== wanted) value.value = null;
      error.value = asApiError(problem);
    }
  }
  watch(key, load, { immediate: true });
  onScopeDispose(() => running?.abort());
  const state = computed(() => {
    if (value.value === null) return error.value ? (error.value.status === 404 ? 'empty' : 'error') : 'loading';
    return Array.isArray(value.value) && !value.value.length ? 'empty' : 'ready';
  });
  return { value, error, state, load };
}
