import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { asApiError } from '@/api/errors';
import {
  cancelImport,
  fetchFailures,
  fetchImport,
  runImport,
  uploadImport,
  type Existing,
  type FailedRows,
  type ImportKind,
  type ImportView,
} from '@/api/imports';
import { sentenceOf } from '@/api/sentences';
import { useLive } from '@/stores/live';

export const goesOn = (state: ImportView['state']): boolean =>
  state === 'checking' || state === 'waiting' || state === 'running';

interface OneImport {
  current: ShallowRef<ImportView | null>;
  failures: ShallowRef<FailedRows | null>;
  /** What is wrong with the file, or with the last thing that was asked for. */
  problem: Ref<string>;
  isBusy: Ref<boolean>;
  open: (id: string) => Promise<void>;
  upload: (kind: ImportKind, file: File, existing: Existing) => Promise<void>;
  run: () => Promise<void>;
  cancel: () => Promise<void>;
  forget: () => void;
}

/** One import, followed as the server tells of it. After a gap in the connection it is asked for again. */
export function useImport(): OneImport {
  const live = useLive();
  const current = shallowRef<ImportView | null>(null);
  const failures = shallowRef<FailedRows | null>(null);
  const problem = ref('');
  const isBusy = ref(false);

  // Answers may overtake each other: what was asked later knows more.
  let asked = 0;
  let taken = 0;
  async function take(next: ImportView, number: number): Promise<void> {
    if (number < taken) {
      return;
    }
    taken = number;
    current.value = next;
    if (!goesOn(next.state)) {
      const found =
        next.rows_failed && next.state !== 'expired' ? await fetchFailures(next.id).catch(() => null) : null;
      if (current.value?.id === next.id) {
        failures.value = found;
      }
    }
  }
  async function attempt(ask: () => Promise<ImportView | void>): Promise<void> {
    isBusy.value = true;
    problem.value = '';
    const number = ++asked;
    try {
      const next = await ask();
      if (next) {
        await take(next, number);
        // It may have ended while the answer was on its way: then that has been told already.
        if (goesOn(next.state)) {
          await refresh();
        }
      }
    } catch (failure) {
      const error = asApiError(failure);
      problem.value = error.fields.map(({ message }) => message).join(' ') || sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  }
  async function refresh(): Promise<void> {
    const id = current.value?.id;
    const number = ++asked;
    const next = id ? await fetchImport(id).catch(() => null) : null;
    if (next && current.value?.id === next.id) {
      await take(next, number);
    }
  }
  onScopeDispose(
    live.onNotice((notice) => {
      if (notice.about === 'import' && notice.id === current.value?.id) {
        void refresh();
      }
    }),
  );
  watch(
    () => live.status,
    (status) => {
      if (status === 'live') {
        void refresh();
      }
    },
  );

  function forget(): void {
    taken = ++asked;
    current.value = null;
    failures.value = null;
    problem.value = '';
  }
  const withId = (ask: (id: string) => Promise<ImportView | void>) => (): Promise<void> =>
    attempt(async () => (current.value ? ask(current.value.id) : undefined));
  return {
    current,
    failures,
    problem,
    isBusy,
    open: (id) => {
      forget();
      return attempt(() => fetchImport(id));
    },
    upload: (kind, file, existing) => attempt(() => uploadImport(kind, file, existing)),
    run: withId(runImport),
    cancel: withId(async (id) => {
      await cancelImport(id);
      return fetchImport(id);
    }),
    forget,
  };
}
