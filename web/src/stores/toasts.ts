import { defineStore } from 'pinia';
import { ref } from 'vue';
import { asApiError } from '@/api/errors';
import { sentenceOf } from '@/api/sentences';

export interface Toast {
  id: number;
  tone: 'info' | 'ok' | 'bad';
  text: string;
  requestId: string;
  /** What can still be done about it; offered for ten seconds. */
  offer?: { verb: string; act: () => void };
}

const mostToasts = 3;
const shownForMs = 4_000;
const offeredForMs = 10_000;

/** Short notices, top right: at most three, four seconds each, ten with an offer; errors stay until they are closed. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let nextId = 1;

  function show(tone: Toast['tone'], text: string, requestId = '', offer?: Toast['offer']): void {
    const toast = { id: nextId++, tone, text, requestId, offer };
    toasts.value = [...toasts.value.filter((each) => each.text !== text), toast].slice(-mostToasts);
    if (tone !== 'bad') {
      window.setTimeout(() => close(toast.id), offer ? offeredForMs : shownForMs);
    }
  }

  function close(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  function fail(problem: unknown): void {
    const error = asApiError(problem);
    if (error.status !== 401) {
      show('bad', sentenceOf(error), error.requestId);
    }
  }

  return { toasts, show, close, fail };
});
