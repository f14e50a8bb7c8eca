import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { asApiError, type ApiError } from '@/api/errors';
import { erasePerson, exportPerson, findPerson, type FoundPerson, type PersonWish } from '@/api/persons';
import { useExport } from '@/list/use_export';

/** From a number by what there is of it to a copy, or to its end; another number forgets what was found. */
export interface Person {
  number: Ref<string>;
  reason: Ref<string>;
  typed: Ref<string>;
  found: Ref<FoundPerson | null>;
  error: Ref<ApiError | null>;
  isBusy: Ref<boolean>;
  mayExport: ComputedRef<boolean>;
  mayErase: ComputedRef<boolean>;
  look: () => Promise<void>;
  take: () => Promise<boolean>;
  erase: () => Promise<boolean>;
}

export function usePerson(): Person {
  const number = ref('');
  const reason = ref('');
  const typed = ref('');
  const found = shallowRef<FoundPerson | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const isBusy = ref(false);
  const files = useExport();
  const digits = (text: string): string => text.replace(/[\s()-]/g, '');
  const isReady = computed(() => (found.value?.total ?? 0) > 0 && reason.value.trim() !== '' && !isBusy.value);
  const mayErase = computed(() => isReady.value && digits(typed.value) === digits(number.value));

  watch(number, () => {
    found.value = null;
    error.value = null;
    typed.value = '';
  });
  const wish = (): PersonWish => ({
    number: number.value,
    reason: reason.value,
    confirmation: typed.value,
    counted: found.value?.total ?? 0,
  });
  async function run(act: () => Promise<void>): Promise<boolean> {
    isBusy.value = true;
    error.value = null;
    try {
      await act();
      return true;
    } catch (problem) {
      error.value = asApiError(problem);
      // What was found is not what is there now: it must be looked at once more.
      if (error.value.code === 'person.changed') {
        found.value = null;
      }
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  const look = async (): Promise<void> => {
    await run(async () => {
      found.value = await findPerson(number.value);
    });
  };
  const take = (): Promise<boolean> => run(() => files.run(() => exportPerson(wish())));
  const erase = (): Promise<boolean> =>
    run(async () => {
      await erasePerson(wish());
    });
  return { number, reason, typed, found, error, isBusy, mayExport: isReady, mayErase, look, take, erase };
}
