import { computed, ref, watch } from 'vue';
import {
  addAnnotation,
  changeAnnotation,
  deleteAnnotation,
  fetchAnnotations,
  type Annotation,
} from '@/api/annotations';
import { asApiError, type ApiError } from '@/api/errors';
import { useToasts } from '@/stores/toasts';

/** The notes on one recording, and what one does with them. */
export function useNotes(recording: () => string, changed: () => void = () => {}) {
  const toasts = useToasts();
  const notes = ref<Annotation[]>([]);
  const failure = ref<ApiError | null>(null);
  const isBusy = ref(false);
  let asked = 0;

  async function load(): Promise<void> {
    const mine = ++asked;
    failure.value = null;
    try {
      const found = recording() ? await fetchAnnotations(recording()) : [];
      if (mine === asked) {
        notes.value = found;
      }
    } catch (problem) {
      if (mine === asked) {
        notes.value = [];
        failure.value = asApiError(problem);
      }
    }
  }
  watch(
    recording,
    () => {
      notes.value = [];
      void load();
    },
    { immediate: true },
  );

  /** False: the server refused, and what was typed stays. */
  async function act(what: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true;
    try {
      await what();
      await load();
      changed();
      return true;
    } catch (problem) {
      toasts.fail(problem);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const save = (text: string, position: number | null, note?: Annotation): Promise<boolean> => {
    const wish = { text: text.trim(), position_ms: position };
    return act(() => (note ? changeAnnotation(recording(), note.id, wish) : addAnnotation(recording(), wish)));
  };
  const remove = (note: Annotation): Promise<boolean> => act(() => deleteAnnotation(recording(), note.id));

  /** Moments for the player's time line, in percent of it. */
  const marksOf = (lengthMs: number): { at: number; title: string }[] =>
    notes.value.flatMap(({ position_ms: at, text }) =>
      typeof at === 'number' && lengthMs > 0 ? [{ at: Math.min(100, (at / lengthMs) * 100), title: text }] : [],
    );
  const count = computed(() => notes.value.length);
  return { notes, count, failure, isBusy, save, remove, marksOf };
}
