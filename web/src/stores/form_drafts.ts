import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { dropDraft, fetchDrafts, keepDraft, type FormDraft } from '@/api/form_drafts';

/** Drafts of forms as the server has them: read once, then kept up by whoever types (ui.md §5.4). */
export const useFormDrafts = defineStore('form_drafts', () => {
  const drafts = shallowRef<readonly FormDraft[]>([]);
  const isKnown = ref(false);
  let asked: Promise<void> | null = null;

  /** Known when it resolves; a server that does not answer has none. */
  function ensure(): Promise<void> {
    asked ??= fetchDrafts().then(
      (found) => {
        drafts.value = found;
        isKnown.value = true;
      },
      () => {
        asked = null;
      },
    );
    return asked;
  }
  const find = (about: string): FormDraft | undefined => drafts.value.find((draft) => draft.about === about);
  const without = (about: string): FormDraft[] => drafts.value.filter((draft) => draft.about !== about);

  async function keep(about: string, document: object, at: number): Promise<void> {
    await keepDraft(about, document);
    drafts.value = [{ about, document, saved_at_ms: at } as FormDraft, ...without(about)];
  }
  async function drop(about: string): Promise<void> {
    if (!find(about)) return;
    drafts.value = without(about);
    // One that stays behind on the server is offered once more, and goes after thirty days.
    await dropDraft(about).catch(() => {});
  }
  return { drafts, isKnown, ensure, find, keep, drop };
});
