import {
  computed,
  nextTick,
  onActivated,
  onScopeDispose,
  provide,
  ref,
  toRaw,
  watch,
  type ComputedRef,
  type Ref,
} from 'vue';
import { fetchRevision } from '@/api/config';
import { ApiError, asApiError, type FieldProblem } from '@/api/errors';
import { translate } from '@/i18n';
import { useTabs } from '@/stores/tabs';
import { useToasts } from '@/stores/toasts';
import { focusFirstProblem } from './first_problem';
import { provideProblems } from './form_problems';
import { laterChange } from './later_change';
import { mayDiscard } from './questions';

export type LoadState = 'loading' | 'ready' | 'error';

export interface Form<T> {
  /** What is on the page; edit it in place. */
  draft: Ref<T | null>;
  state: Ref<LoadState>;
  /** Why it could not be loaded. */
  failure: Ref<ApiError | null>;
  /** Why it could not be saved. */
  error: Ref<ApiError | null>;
  isBusy: Ref<boolean>;
  isDirty: ComputedRef<boolean>;
  load: () => Promise<void>;
  save: () => Promise<boolean>;
  revert: () => void;
  /** Shows this instead, as saved; `seen` when it was read. */
  show: (value: T | null, isNew?: boolean, seen?: string) => void;
}

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(toRaw(value))) as T;

/** One thing that is edited and saved whole. `tab` is the route: its tab carries the unsaved mark. */
export function useForm<T>(options: {
  tab: string;
  fetch?: () => Promise<T>;
  put: (value: T, seen?: string) => Promise<unknown>;
  /** It is a part of the configuration, which others may change meanwhile: `put` passes on what was `seen`. */
  guarded?: boolean;
  /** Shows what is saved now instead of what was typed. */
  reload?: () => Promise<void>;
  said?: (value: T) => string;
  /** Fields that must not stay empty: what a site file may leave out, a page still asks for. */
  needs?: readonly (keyof T & string)[];
  /** What the page itself can say of it, before the server is asked. */
  check?: (value: T) => readonly FieldProblem[];
}): Form<T> {
  const tabs = useTabs();
  const toasts = useToasts();
  const draft = ref<T | null>(null) as Ref<T | null>;
  const saved = ref('');
  const state = ref<LoadState>('loading');
  const failure = ref<ApiError | null>(null);
  const error = ref<ApiError | null>(null);
  const isBusy = ref(false);
  const isDirty = computed(() => draft.value !== null && JSON.stringify(draft.value) !== saved.value);
  provideProblems(computed<readonly FieldProblem[]>(() => error.value?.fields ?? []));
  provide('form-busy', isBusy);
  provide('form-reload', () => (options.reload ?? reload)());
  let seen: string | undefined;

  function show(value: T | null, isNew = false, since?: string): void {
    seen = since;
    draft.value = value === null ? null : copyOf(value);
    saved.value = value === null || isNew ? '' : JSON.stringify(draft.value);
    error.value = null;
  }

  async function load(): Promise<void> {
    if (!options.fetch || isDirty.value) {
      return;
    }
    try {
      const since = options.guarded ? await fetchRevision() : undefined;
      const value = await options.fetch();
      // What was typed while the answer was on its way stays.
      if (!isDirty.value) {
        show(value, false, since);
      }
      state.value = 'ready';
    } catch (problem) {
      failure.value = asApiError(problem);
      state.value = draft.value ? 'ready' : 'error';
    }
  }

  function problemsOf(value: T): readonly FieldProblem[] {
    const message = translate('setup.needed');
    const empty = (options.needs ?? []).filter((field) => value[field] === '');
    return empty.length
      ? empty.map((field) => ({ field, code: 'page.needed', message }))
      : (options.check?.(value) ?? []);
  }

  async function save(): Promise<boolean> {
    if (draft.value === null || isBusy.value) {
      return false;
    }
    const wrong = problemsOf(draft.value);
    if (wrong.length) {
      error.value = new ApiError(422, 'page.needed', translate('setup.needed'), '', wrong);
      void nextTick(focusFirstProblem);
      return false;
    }
    isBusy.value = true;
    error.value = null;
    const sent = copyOf(draft.value);
    try {
      await options.put(sent, seen);
      saved.value = JSON.stringify(sent);
      toasts.show('ok', options.said?.(sent) ?? translate('setup.saved'));
      return true;
    } catch (problem) {
      error.value = asApiError(problem);
      // He is told of it: what he saves now replaces it knowingly.
      seen = laterChange(error.value)?.revision ?? seen;
      void nextTick(focusFirstProblem);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  function revert(): void {
    if (saved.value) {
      draft.value = JSON.parse(saved.value) as T;
    }
    error.value = null;
  }

  async function reload(): Promise<void> {
    revert();
    await load();
  }

  tabs.askBefore(options.tab, async () => {
    const gives = await mayDiscard();
    if (gives && saved.value) {
      revert();
    } else if (gives) {
      show(null);
    }
    return gives;
  });
  watch(isDirty, (dirty) => tabs.setDirty(options.tab, dirty));
  // Text that is not saved is not lost by closing the browser without a question.
  const ask = (event: BeforeUnloadEvent): void => {
    if (isDirty.value) {
      event.preventDefault();
    }
  };
  window.addEventListener('beforeunload', ask);
  onScopeDispose(() => {
    window.removeEventListener('beforeunload', ask);
    tabs.setDirty(options.tab, false);
  });
  onActivated(() => void load());
  return { draft, state, failure, error, isBusy, isDirty, load, save, revert, show };
}
