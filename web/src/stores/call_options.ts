import { defineStore } from 'pinia';
import { computed, reactive, toRefs, watch } from 'vue';
import { useSession } from './session';

/** What becomes of my state by itself. idle: ready after signing in and after each call; busy: busy after each call. */
export const autoStates = ['off', 'idle', 'busy'] as const;
export type AutoState = (typeof autoStates)[number];

interface CallOptions {
  autoState: AutoState;
  autoAnswer: boolean;
}
const defaults: CallOptions = { autoState: 'off', autoAnswer: false };

/** How this person wants to be called at this browser (R044). Kept by person: whoever sits here next has not chosen it,
 * and must not find that calls are answered by themselves. */
export const useCallOptions = defineStore('call_options', () => {
  const session = useSession();
  const chosen = reactive<CallOptions>({ ...defaults });
  const storageKey = computed(() =>
    session.me ? `yinghe.call_options.${session.me.tenant}.${session.me.number}` : '',
  );

  function stored(key: string): Partial<CallOptions> {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<CallOptions>;
    } catch {
      return {};
    }
  }
  watch(
    storageKey,
    (key) => {
      const { autoState, autoAnswer } = key ? stored(key) : {};
      chosen.autoState = autoStates.find((state) => state === autoState) ?? defaults.autoState;
      chosen.autoAnswer = autoAnswer === true;
    },
    { immediate: true, flush: 'sync' },
  );
  watch(chosen, () => {
    if (storageKey.value) {
      localStorage.setItem(storageKey.value, JSON.stringify(chosen));
    }
  });
  return toRefs(chosen);
});
