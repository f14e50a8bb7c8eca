import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { CustomerCard } from '@/api/customers';
import type { CustomerForm } from '@/views/customers/customer_draft';

/** What was typed about a customer when the next call came: kept until it is saved or given up. */
export interface CallDraft {
  call: string;
  /** Null: a customer who was new. */
  card: CustomerCard | null;
  form: CustomerForm;
}

export const useCallDrafts = defineStore('call_drafts', () => {
  const kept = ref<readonly CallDraft[]>([]);
  /** The one that the drawer of customers goes on with. */
  const continued = shallowRef<CallDraft | null>(null);

  function keep(draft: CallDraft): void {
    kept.value = [...kept.value.filter(({ call }) => call !== draft.call), draft];
  }
  const drop = (call: string): void => void (kept.value = kept.value.filter((draft) => draft.call !== call));
  /** Takes it up again; the place where it is opened: the key of the drawer. */
  function goOn(draft: CallDraft): string {
    continued.value = draft;
    drop(draft.call);
    return draft.card?.id ?? 'new';
  }
  function take(key: string): CallDraft | null {
    const draft = continued.value;
    if (!draft || (draft.card?.id ?? 'new') !== key) return null;
    continued.value = null;
    return draft;
  }
  return { kept, keep, drop, goOn, take };
});
