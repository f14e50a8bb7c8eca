import { computed, onActivated, ref, type ComputedRef, type Ref } from 'vue';
import { onBeforeRouteUpdate, useRoute, useRouter } from 'vue-router';
import { fetchRevision } from '@/api/config';
import { asApiError, type ApiError } from '@/api/errors';
import { translate } from '@/i18n';
import { useToasts } from '@/stores/toasts';
import { mayDelete, mayDiscard } from './questions';
import { useForm, type Form, type LoadState } from './use_form';

/** What stands in the address for "a new one". */
const newKey = '+';

export interface Items<T> {
  items: Ref<T[]>;
  state: Ref<LoadState>;
  failure: Ref<ApiError | null>;
  form: Form<T>;
  /** The key of what is edited; '' = nothing chosen, '+' = a new one. */
  chosen: Ref<string>;
  isNew: ComputedRef<boolean>;
  load: () => Promise<void>;
  choose: (key: string) => void;
  create: () => void;
  save: () => Promise<void>;
  remove: () => Promise<void>;
  discardNew: () => void;
}

/** A list of things beside the form of one of them. What is chosen stands in the address: `?item=600`. */
export function useItems<T>(options: {
  route: string;
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  blank: (items: readonly T[]) => T;
  fetch: () => Promise<T[]>;
  put: (key: string, item: T, seen?: string) => Promise<unknown>;
  /** As in useForm. */
  guarded?: boolean;
  remove: (key: string) => Promise<unknown>;
  needs?: readonly (keyof T & string)[];
  /** What goes with it when it is deleted, as a sentence. */
  consequence: (item: T) => string;
  changed?: () => void;
  /** What is said when it is saved. */
  said?: (item: T) => string;
}): Items<T> {
  const route = useRoute();
  const router = useRouter();
  const toasts = useToasts();
  const items = ref<T[]>([]) as Ref<T[]>;
  const state = ref<LoadState>('loading');
  const failure = ref<ApiError | null>(null);
  const chosen = ref('');
  const isNew = computed(() => chosen.value === newKey);
  const keyToPut = (item: T): string => (isNew.value ? options.keyOf(item) : chosen.value);
  /** When the items were read. */
  let seen: string | undefined;
  let loading: Promise<void> = Promise.resolve();
  const form: Form<T> = useForm<T>({
    tab: options.route,
    put: (item, since) => options.put(keyToPut(item), item, since),
    reload: (): Promise<void> => settleOn(form.draft.value ? keyToPut(form.draft.value) : chosen.value),
    needs: options.needs,
    said: options.said ?? ((item) => translate('setup.saved_what', { what: options.nameOf(item) })),
  });

  function showChosen(key: string): void {
    chosen.value = key;
    if (key === newKey) {
      form.show(options.blank(items.value), true, seen);
    } else {
      form.show(items.value.find((item) => options.keyOf(item) === key) ?? null, false, seen);
    }
  }

  /** What the address names, else the first. */
  function keyOf(wanted: unknown): string {
    const first = items.value[0];
    return String(wanted ?? '') || (first ? options.keyOf(first) : '');
  }

  const load = (): Promise<void> => (loading = readItems());
  async function readItems(): Promise<void> {
    try {
      const since = options.guarded ? await fetchRevision() : undefined;
      items.value = await options.fetch();
      seen = since;
      state.value = 'ready';
      if (route.name === options.route && !form.isDirty.value) {
        // Back by the menu: what was looked at before is shown again, if it is still there.
        const before = items.value.find((item) => options.keyOf(item) === chosen.value);
        showChosen(keyOf(route.query.item ?? (before && chosen.value)));
      }
    } catch (problem) {
      failure.value = asApiError(problem);
      state.value = items.value.length ? 'ready' : 'error';
    }
  }

  onBeforeRouteUpdate(async (to, from) => {
    if (to.query.item === from.query.item) {
      return true;
    }
    if (form.isDirty.value && !(await mayDiscard())) {
      return false;
    }
    showChosen(keyOf(to.query.item));
    return true;
  });
  onActivated(() => void load());

  const choose = (key: string): void => {
    if (key !== chosen.value) {
      void router.push({ name: options.route, query: { item: key } });
    }
  };

  /** Writes the address without asking: what was edited is saved, deleted or given up. */
  async function settleOn(key: string): Promise<void> {
    form.show(null);
    await router.replace({ name: options.route, query: key ? { item: key } : {} });
    await load();
  }

  async function save(): Promise<void> {
    const item = form.draft.value;
    if (item && (await form.save())) {
      await settleOn(options.keyOf(item));
      options.changed?.();
    }
  }

  async function remove(): Promise<void> {
    const item = items.value.find((each) => options.keyOf(each) === chosen.value);
    if (!item || !(await mayDelete(options.nameOf(item), options.consequence(item)))) {
      return;
    }
    try {
      await options.remove(chosen.value);
      toasts.show('ok', translate('setup.removed', { what: options.nameOf(item) }));
      await settleOn('');
      options.changed?.();
    } catch (problem) {
      toasts.fail(problem);
    }
  }

  return {
    items,
    state,
    failure,
    form,
    chosen,
    isNew,
    load,
    choose,
    // It begins with what the page has read: other items' codes, what a role may be given.
    create: () => void loading.then(() => choose(newKey)),
    save,
    remove,
    discardNew: () => void settleOn(''),
  };
}
