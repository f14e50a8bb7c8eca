import { onScopeDispose, ref, type Ref } from 'vue';
import { saveFlowDraft } from '@/api/config';
import type { Flow } from '@/api/config_types';
import { asApiError, type ApiError } from '@/api/errors';
import { forgetDraft, keepDraft } from './flow_drafts';

/** saved: the server has it · local: the network is gone, this browser has it · failed: the server refused it. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'local' | 'failed';

const calmMs = 800;
const retryMs = 5_000;

/** Sends the draft a moment after each edit. Until the server has it, this browser keeps a copy. */
export function useAutosave(tenant: () => string): {
  state: Ref<SaveState>;
  savedAtMs: Ref<number>;
  error: Ref<ApiError | null>;
  changed: (flow: Flow) => void;
  /** True when the server has everything. */
  flush: () => Promise<boolean>;
  start: (savedAtMs: number) => void;
} {
  const state = ref<SaveState>('saved');
  const savedAtMs = ref(0);
  const error = ref<ApiError | null>(null);
  let unsent: Flow | null = null;
  let timer: number | undefined;
  let sending: Promise<void> | null = null;

  function plan(afterMs: number): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void send(), afterMs);
  }

  async function sendNow(flow: Flow): Promise<void> {
    state.value = 'saving';
    try {
      await saveFlowDraft(flow);
      error.value = null;
      savedAtMs.value = Date.now();
      if (unsent === flow) {
        unsent = null;
        forgetDraft(tenant(), flow.code);
        state.value = 'saved';
      } else {
        plan(calmMs);
      }
    } catch (problem) {
      error.value = asApiError(problem);
      const canWait = error.value.isAway || error.value.status >= 500;
      state.value = canWait ? 'local' : 'failed';
      if (canWait) {
        plan(retryMs);
      }
    }
  }

  async function send(): Promise<void> {
    window.clearTimeout(timer);
    await sending;
    if (unsent) {
      sending = sendNow(unsent);
      await sending;
      sending = null;
    }
  }

  function changed(flow: Flow): void {
    unsent = flow;
    keepDraft(tenant(), flow);
    if (state.value !== 'local') {
      state.value = 'waiting';
    }
    plan(calmMs);
  }

  async function flush(): Promise<boolean> {
    await send();
    return unsent === null;
  }

  const online = (): void => void send();
  window.addEventListener('online', online);
  onScopeDispose(() => {
    window.removeEventListener('online', online);
    window.clearTimeout(timer);
    void send(); // What was typed last is not lost with the page; the browser keeps its copy if this fails.
  });
  return {
    state,
    savedAtMs,
    error,
    changed,
    flush,
    start: (atMs) => {
      window.clearTimeout(timer);
      unsent = null;
      state.value = 'saved';
      savedAtMs.value = atMs;
    },
  };
}
