import { onActivated, onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { fetchCallRecords, type CallRecord } from '@/api/call_records';
import { asApiError, type ApiError } from '@/api/errors';
import { fetchFigures, type Figures } from '@/api/me';
import { serverNow } from '@/realtime/clock';
import { useLive } from './live';
import { usePhone } from './phone';

// A call record is written a moment after the call; several come together at shift change.
const settleMs = 400;
const refreshEveryMs = 60_000;
const shownCalls = 25;

export interface MyDay {
  figures: ShallowRef<Figures | null>;
  calls: ShallowRef<CallRecord[] | null>;
  figuresError: Ref<ApiError | null>;
  callsError: Ref<ApiError | null>;
  refresh: () => Promise<void>;
}

/** Today's figures and calls of this person; anew when a record is written, and once a minute. */
export function useMyDay(): MyDay {
  const live = useLive();
  const phone = usePhone();
  const figures = shallowRef<Figures | null>(null);
  const calls = shallowRef<CallRecord[] | null>(null);
  const figuresError = ref<ApiError | null>(null);
  const callsError = ref<ApiError | null>(null);

  async function refresh(): Promise<void> {
    const midnight = new Date(serverNow()).setHours(0, 0, 0, 0);
    const query = { agent: phone.myNumber, from_ms: midnight, size: shownCalls };
    const [first, second] = await Promise.allSettled([
      fetchFigures(),
      fetchCallRecords(query, AbortSignal.timeout(15_000)),
    ]);
    figuresError.value = first.status === 'rejected' ? asApiError(first.reason) : null;
    callsError.value = second.status === 'rejected' ? asApiError(second.reason) : null;
    if (first.status === 'fulfilled') figures.value = first.value;
    if (second.status === 'fulfilled') calls.value = second.value.items;
  }

  let settling: number | undefined;
  const soon = (): void => {
    window.clearTimeout(settling);
    settling = window.setTimeout(() => void refresh(), settleMs);
  };
  const unlisten = live.onRecord(soon);
  const timer = window.setInterval(() => !document.hidden && void refresh(), refreshEveryMs);
  onActivated(() => void refresh());
  onScopeDispose(() => {
    unlisten();
    window.clearTimeout(settling);
    window.clearInterval(timer);
  });
  return { figures, calls, figuresError, callsError, refresh };
}
