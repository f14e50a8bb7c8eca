import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { countDeletion, orderDeletion, type DataKind, type DeletionCount } from '@/api/advanced';
import { asApiError, type ApiError } from '@/api/errors';
import { companyOffsetMin, momentOf } from '@/realtime/company_time';

/** From "what and how old" by "how many" to "yes, these": each step forgets the ones behind it when it changes. */
export interface Deletion {
  kind: Ref<DataKind>;
  /** YYYY-MM-DD; what is of this day stays. */
  day: Ref<string>;
  count: Ref<DeletionCount | null>;
  typed: Ref<string>;
  error: Ref<ApiError | null>;
  isBusy: Ref<boolean>;
  mayOrder: ComputedRef<boolean>;
  look: () => Promise<void>;
  order: () => Promise<boolean>;
}

export function useDeletion(company: () => string): Deletion {
  const kind = ref<DataKind>('call_records');
  const day = ref('');
  const count = ref<DeletionCount | null>(null);
  const typed = ref('');
  const error = ref<ApiError | null>(null);
  const isBusy = ref(false);
  const total = computed(() => count.value?.counts[0]?.count ?? 0);
  const mayOrder = computed(() => total.value > 0 && typed.value === company() && !isBusy.value);

  watch([kind, day], () => {
    count.value = null;
    error.value = null;
    typed.value = '';
  });

  const question = (): { kind: DataKind; before_ms: number; utc_offset_min: number } => {
    const [year = 0, month = 1, date = 1] = day.value.split('-').map(Number);
    const before = momentOf({ year, month, day: date });
    return { kind: kind.value, before_ms: before, utc_offset_min: companyOffsetMin() };
  };

  async function run(act: () => Promise<void>): Promise<boolean> {
    isBusy.value = true;
    error.value = null;
    try {
      await act();
      return true;
    } catch (problem) {
      error.value = asApiError(problem);
      // What was counted is not what is there now: it must be looked at once more.
      if (error.value.code === 'deletion.changed') {
        count.value = null;
        typed.value = '';
      }
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const look = async (): Promise<void> => {
    await run(async () => {
      count.value = await countDeletion(question());
    });
  };
  const order = (): Promise<boolean> =>
    run(async () => {
      await orderDeletion({ ...question(), counted: total.value, confirmation: typed.value });
    });
  return { kind, day, count, typed, error, isBusy, mayOrder, look, order };
}
