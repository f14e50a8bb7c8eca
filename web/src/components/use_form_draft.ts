import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { serverNow } from '@/realtime/clock';
import { useFormDrafts } from '@/stores/form_drafts';

export interface KeptDraft {
  /** When the server last had what is typed; 0: never. */
  savedAtMs: Ref<number>;
  /** It could not be kept just now: what is typed is in this page alone. */
  isLocal: Ref<boolean>;
  /** It is saved, or given up. */
  done: () => Promise<void>;
}
/** How often what is typed goes to the server. */
export const everyMs = 3000;

/**
 * Keeps what is typed on the server, three seconds after the first letter and every three seconds while one types.
 * `about` names the form and may change (another customer); `typed` is what is in it, null while there is nothing worth
 * keeping; `restore` gets what an earlier page left behind, once for each name.
 */
export function useFormDraft<T extends object>(
  about: () => string,
  typed: () => T | null,
  restore: (document: T) => void,
): KeptDraft {
  const store = useFormDrafts();
  const savedAtMs = ref(0);
  const isLocal = ref(false);
  let timer = 0;
  let kept = '';

  async function keep(name: string): Promise<void> {
    timer = 0;
    const document = typed();
    if (name !== about() || JSON.stringify(document) === kept) return;
    if (!document) {
      kept = '';
      await store.drop(name);
      return;
    }
    try {
      await store.keep(name, document, serverNow());
      kept = JSON.stringify(document);
      savedAtMs.value = serverNow();
      isLocal.value = false;
    } catch {
      isLocal.value = true;
      timer ||= window.setTimeout(() => void keep(name), everyMs);
    }
  }
  watch(
    about,
    async (name) => {
      savedAtMs.value = 0;
      kept = '';
      if (!name) return;
      await store.ensure();
      const found = store.find(name);
      if (found && about() === name && !typed()) {
        kept = JSON.stringify(found.document);
        savedAtMs.value = found.saved_at_ms;
        restore(found.document as T);
      }
    },
    { immediate: true },
  );
  watch(
    () => JSON.stringify(typed()),
    () => {
      const name = about();
      if (name && !timer) timer = window.setTimeout(() => void keep(name), everyMs);
    },
  );
  onScopeDispose(() => {
    if (!timer) return;
    window.clearTimeout(timer);
    void keep(about());
  });
  async function done(): Promise<void> {
    window.clearTimeout(timer);
    timer = 0;
    kept = '';
    savedAtMs.value = 0;
    await store.drop(about());
  }
  return { savedAtMs, isLocal, done };
}
