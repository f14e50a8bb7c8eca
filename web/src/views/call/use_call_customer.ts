import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { fetchCallCustomer, type CallCustomer } from '@/api/customers';
import { asApiError, type ApiError } from '@/api/errors';
import type { LiveCall } from '@/realtime/messages';
import { useLive } from '@/stores/live';
import { useSession } from '@/stores/session';

export interface CustomerOfCall {
  /** Null: not known yet, or the call is with a colleague. */
  found: Ref<CallCustomer | null>;
  state: Ref<'loading' | 'ready' | 'error' | 'none'>;
  error: Ref<ApiError | null>;
  reload: () => Promise<void>;
}

/** Whom the call is with: asked when it begins, when the server learns who it is, and when its record is written. */
export function useCallCustomer(callOf: () => LiveCall | null): CustomerOfCall {
  const live = useLive();
  const session = useSession();
  const found = shallowRef<CallCustomer | null>(null);
  const state = ref<'loading' | 'ready' | 'error' | 'none'>('loading');
  const error = shallowRef<ApiError | null>(null);
  let running: AbortController | null = null;

  async function reload(): Promise<void> {
    running?.abort();
    const call = callOf();
    if (!call || call.direction === 'internal' || !session.may('customers.see')) {
      found.value = null;
      state.value = 'none';
      return;
    }
    const mine = (running = new AbortController());
    error.value = null;
    try {
      const answer = await fetchCallCustomer(call.id, mine.signal);
      if (!mine.signal.aborted) {
        found.value = answer;
        state.value = 'ready';
      }
    } catch (problem) {
      if (!mine.signal.aborted) {
        error.value = asApiError(problem);
        // Whoever only listens in has no customer of his own; who had a part and left before the call's end keeps what
        // he has before him.
        state.value = found.value ? 'ready' : error.value.status === 404 ? 'none' : 'error';
      }
    }
  }
  watch(
    () => callOf()?.id,
    () => {
      found.value = null;
      state.value = 'loading';
      void reload();
    },
    { immediate: true },
  );
  watch(
    () => callOf()?.customer?.id,
    () => void reload(),
  );
  onScopeDispose(
    live.onRecord((id) => {
      if (id === callOf()?.id) void reload();
    }),
  );
  onScopeDispose(() => running?.abort());
  return { found, state, error, reload };
}
