import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { fetchCallRecords, type CallRecord } from '@/api/call_records';
import { asApiError, type ApiError } from '@/api/errors';
import { serverNow } from '@/realtime/clock';
import { dayBeginAt } from '@/realtime/company_time';
import { useFreshDay } from '@/stores/fresh_day';
import { usePhone } from '@/stores/phone';

const shownCalls = 25;

export interface MyCalls {
  calls: ShallowRef<CallRecord[] | null>;
  callsError: Ref<ApiError | null>;
  refresh: () => Promise<void>;
}

/** Today's calls of this person, kept fresh. */
export function useMyCalls(): MyCalls {
  const phone = usePhone();
  const calls = shallowRef<CallRecord[] | null>(null);
  const callsError = ref<ApiError | null>(null);

  async function refresh(): Promise<void> {
    const midnight = dayBeginAt(serverNow());
    try {
      const query = { agent: phone.myNumber, from_ms: midnight, size: shownCalls };
      calls.value = (await fetchCallRecords(query, AbortSignal.timeout(15_000))).items;
      callsError.value = null;
    } catch (problem) {
      callsError.value = asApiError(problem);
    }
  }
  useFreshDay(refresh);
  onMounted(() => void refresh());
  return { calls, callsError, refresh };
}
