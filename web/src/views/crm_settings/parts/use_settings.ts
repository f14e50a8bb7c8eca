import { computed, onActivated, ref, type ComputedRef, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { ApiError, asApiError } from '@/api/errors';
import {
  createSetting,
  deleteSetting,
  fetchSettings,
  orderSettings,
  putSetting,
  type CrmSettings,
  type ObjectKind,
  type SettingKind,
} from '@/api/crm_settings';
import { translate } from '@/i18n';
import { shownName } from '@/i18n/built_in';
import { useCrmBook } from '@/stores/crm_book';
import { useCrmSettings } from '@/stores/crm_settings';
import { useToasts } from '@/stores/toasts';
import { provideExactProblems } from '../../admin/parts/form_problems';
import { mayDiscard } from '../../admin/parts/questions';
import { useItems, type Items } from '../../admin/parts/use_items';
import { useLiveOrder } from './use_live_order';

export interface Settings<T> {
  model: Items<T>;
  /** Whose settings are shown; every kind that knows no objects is the customers'. */
  object: Ref<ObjectKind>;
  showObject: (object: ObjectKind) => Promise<void>;
  order: ReturnType<typeof useLiveOrder<T>>;
  /** Of all objects. */
  all: Ref<readonly T[]>;
  count: ComputedRef<number>;
}

/** Who still needs what somebody wants to delete stands in the answer's fields: said in the same breath. */
function explained(problem: unknown): ApiError {
  const error = asApiError(problem);
  const users = error.fields.filter(({ field }) => field === 'used_by').map(({ message }) => message);
  const objects = error.fields.find(({ field }) => field === 'objects')?.message;
  const because = [
    ...(users.length
      ? [translate('crm_settings.used_by', { names: users.join(translate('crm_settings.comma')) })]
      : []),
    ...(objects ? [translate('crm_settings.used_by_objects', { count: objects })] : []),
  ];
  return because.length
    ? new ApiError(error.status, error.code, [error.message, ...because].join(' '), error.requestId)
    : error;
}

/** The settings of one kind: the ones of an object in their order, beside the form of one of them. */
export function useSettings<K extends SettingKind>(options: {
  kind: K;
  route: string;
  blank: (object: ObjectKind) => CrmSettings[K];
  consequence: (item: CrmSettings[K]) => string;
}): Settings<CrmSettings[K]> {
  type T = CrmSettings[K];
  provideExactProblems();
  const router = useRouter();
  const toasts = useToasts();
  const related = useCrmSettings();
  const book = useCrmBook();
  const object = ref<ObjectKind>('customer');
  const all = ref<readonly T[]>([]) as Ref<readonly T[]>;
  // The server names a new one; until it is read again its draft is known by this.
  let made = '';

  const isShown = (item: T): boolean => !('object' in item) || item.object === object.value;
  async function fetchShown(): Promise<T[]> {
    const [items] = await Promise.all([fetchSettings(options.kind), related.refresh()]);
    all.value = items;
    return items.filter(isShown);
  }
  async function put(_: string, item: T): Promise<void> {
    if (item.id === '0') {
      made = (await createSetting(options.kind, item)).id;
    } else {
      await putSetting(options.kind, item);
    }
    // Forms and lists of this browser follow at once.
    void book.load();
  }
  const model = useItems<T>({
    route: options.route,
    keyOf: (item) => (item.id === '0' ? made : item.id),
    nameOf: shownName,
    blank: () => options.blank(object.value),
    needs: ['name' as keyof T & string],
    fetch: fetchShown,
    put,
    remove: (id) =>
      deleteSetting(options.kind, id).then(
        () => void book.load(),
        (problem: unknown) => Promise.reject(explained(problem)),
      ),
    consequence: options.consequence,
  });

  async function showObject(wanted: ObjectKind): Promise<void> {
    if (wanted === object.value || (model.form.isDirty.value && !(await mayDiscard()))) {
      return;
    }
    model.form.show(null);
    object.value = wanted;
    await router.replace({ name: options.route, query: {} });
    await model.load();
  }

  const order = useLiveOrder<T>({
    items: model.items,
    idOf: ({ id }) => id,
    save: async (ids) => {
      try {
        await orderSettings(options.kind, ids);
        toasts.show('ok', translate('crm_settings.ordered'));
        void book.load();
      } catch (problem) {
        toasts.fail(problem);
      }
      model.items.value = (await fetchSettings(options.kind).catch(() => [...all.value])).filter(isShown);
    },
  });
  onActivated(() => void book.ensure());
  return { model, object, showObject, order, all, count: computed(() => model.items.value.length) };
}
