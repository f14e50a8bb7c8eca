import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { useFormDrafts } from './form_drafts';
import type { CustomerCard } from '@/api/customers';
import type { CustomerForm } from '@/views/customers/customer_draft';

/** What was typed about a customer when the next call came: kept until it is saved or given up. */
export interface CallDraft {
  call: string;
  /** Null: a customer who was new. */
  card: CustomerCard | null;
  form: CustomerForm;
}

/** What such a draft is called on the server. */
export const aboutCustomerOf = (call: string): string => `call-${call}.customer`;

export const useCallDrafts = defineStore('call_drafts', () => {
  const onServer = useFormDrafts();
  const kept = ref<readonly CallDraft[]>([]);
  /** The one that the drawer of customers goes on with. */
  const continued = shallowRef<CallDraft | null>(null);

  function keep(draft: CallDraft): void {
    kept.value = [...kept.value.filter(({ call }) => call !== draft.call), draft];
  }
  /** Those that an earlier page or another browser left behind; the call that is up keeps its own. */
  async function recall(current: () => string | undefined): Promise<void> {
    await onServer.ensure();
    const known = new Set([...kept.value.map(({ call }) => call), current() ?? '']);
    const found = onServer.drafts.flatMap(({ about, document }) => {
      const draft = document as CallDraft;
      return about === aboutCustomerOf(draft.call) && !known.has(draft.call) ? [draft] : [];
    });
    kept.value = [...kept.value, ...found];
  }
  const forget = (call: string): void => void (kept.value = kept.value.filter((draft) => draft.call !== call));
  /** It is saved, or given up. */
  function drop(call: string): void {
    forget(call);
    void onServer.drop(aboutCustomerOf(call));
  }
  /** Takes it up again; the place where it is opened: the key of the drawer. */
  function goOn(draft: CallDraft): string {
    continued.value = draft;
    forget(draft.call);
    return draft.card?.id ?? 'new';
  }
  function take(key: string): CallDraft | null {
    const draft = continued.value;
    if (!draft || (draft.card?.id ?? 'new') !== key) return null;
    continued.value = null;
    return draft;
  }
  return { kept, keep, recall, drop, goOn, take };
});
