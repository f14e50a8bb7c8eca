import { computed, nextTick, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { createCustomer, fetchLevels, putCustomer, type CustomerCard } from '@/api/customers';
import { ApiError, asApiError, type FieldProblem } from '@/api/errors';
import { translate } from '@/i18n';
import { useCallDrafts } from '@/stores/call_drafts';
import { useCrmBook } from '@/stores/crm_book';
import { useSession } from '@/stores/session';
import { useTabs } from '@/stores/tabs';
import { useToasts } from '@/stores/toasts';
import { focusFirstProblem } from '../admin/parts/first_problem';
import { provideProblems } from '../admin/parts/form_problems';
import { mayDiscard } from '../admin/parts/questions';
import { draftOf, emptyForm, firstValues, formOf, settled, type Beginning, type CustomerForm } from './customer_draft';
import { useFormFields } from './field_names';
import { missingFields } from './missing_fields';

export interface CustomerEditor {
  form: Ref<CustomerForm>;
  levels: Ref<string[]>;
  /** The customer that is edited; null: a new one. */
  card: Ref<CustomerCard | null>;
  isDirty: ComputedRef<boolean>;
  isBusy: Ref<boolean>;
  error: Ref<ApiError | null>;
  /** Whose number it is, when the server says that it is another customer's already. */
  other: ComputedRef<string>;
  edit: (card: CustomerCard) => void;
  begin: (number?: string, beginning?: Beginning) => void;
  /** A new one that is filled in already. */
  beginWith: (form: CustomerForm) => void;
  revert: () => void;
  save: (call?: string) => Promise<CustomerCard | null>;
}

/** One customer in a form. `tab` is the page: its tab carries the unsaved mark. */
export function useCustomerForm(tab: string): CustomerEditor {
  const toasts = useToasts();
  const tabs = useTabs();
  const session = useSession();
  const drafts = useCallDrafts();
  const book = useCrmBook();
  const { fieldsOf, isFixed } = useFormFields();
  const form = ref(emptyForm());
  const card = shallowRef<CustomerCard | null>(null);
  const saved = ref(JSON.stringify(form.value));
  const isBusy = ref(false);
  const error = shallowRef<ApiError | null>(null);
  const levels = ref<string[]>([]);
  let filledIn: CustomerForm | null = null;
  Promise.all([fetchLevels(), book.ensure()]).then(
    ([found]) => {
      levels.value = found;
      // A new customer is of the first level; who began to fill the form in before we knew it keeps what stands there,
      // and what a lead filled in stays.
      if (!card.value && !filledIn && !isDirty.value) {
        begin(form.value.numbers[0]?.number, beginning());
      }
    },
    () => {},
  );
  provideProblems(computed<readonly FieldProblem[]>(() => error.value?.fields ?? []));
  const isDirty = computed(() => JSON.stringify(form.value) !== saved.value);
  watch(isDirty, (dirty) => tabs.setDirty(tab, dirty));
  tabs.askBefore(tab, async () => {
    const gives = await mayDiscard();
    if (gives) revert();
    return gives;
  });
  onScopeDispose(() => tabs.setDirty(tab, false));

  function show(value: CustomerForm): void {
    form.value = value;
    saved.value = JSON.stringify(value);
    error.value = null;
  }
  function edit(shown: CustomerCard): void {
    card.value = shown;
    filledIn = null;
    show(formOf(shown));
  }
  function begin(number = '', { object = 'customer', parent = '', pool }: Beginning = {}): void {
    card.value = null;
    filledIn = null;
    const level = session.changes('customer.level') ? levels.value[0] : '';
    const fields = firstValues(book.fieldsOf(object));
    show({ ...emptyForm(number, level, session.me?.number), object, parent, pool, fields });
  }
  function beginWith(filled: CustomerForm): void {
    card.value = null;
    filledIn = filled;
    show(structuredClone(filled));
  }
  const beginning = (): Beginning => ({
    object: form.value.object,
    parent: form.value.parent,
    pool: form.value.pool,
  });
  function revert(): void {
    if (card.value) edit(card.value);
    else if (filledIn) beginWith(filledIn);
    else begin(form.value.numbers[0]?.number, beginning());
  }

  /** Every mandatory field that is empty, marked at once. */
  function incomplete(): ApiError | null {
    const message = translate('setup.needed');
    const missing = missingFields(form.value, fieldsOf(form.value.object), isFixed);
    const problems = missing.map((field) => ({ field, code: 'page.needed', message }));
    return problems.length ? new ApiError(422, 'page.needed', message, '', problems) : null;
  }
  // A mark goes as soon as something stands in the field.
  watch(
    form,
    () => {
      if (error.value?.code === 'page.needed') error.value = incomplete();
    },
    { deep: true },
  );

  async function save(call?: string): Promise<CustomerCard | null> {
    if (isBusy.value) {
      return null;
    }
    error.value = incomplete();
    if (error.value) {
      void nextTick(focusFirstProblem);
      return null;
    }
    isBusy.value = true;
    form.value.numbers = form.value.numbers.map(settled);
    try {
      const draft = draftOf(form.value, card.value, call);
      const answer = card.value ? await putCustomer(card.value.id, draft) : await createCustomer(draft);
      edit(answer);
      if (call) drafts.drop(call);
      toasts.show('ok', translate(`objects.saved.${answer.object}`, { name: answer.name }));
      return answer;
    } catch (problem) {
      error.value = asApiError(problem);
      void nextTick(focusFirstProblem);
      return null;
    } finally {
      isBusy.value = false;
    }
  }
  const other = computed(() =>
    ['customer.exists', 'customer.duplicate'].includes(error.value?.code ?? '')
      ? (error.value?.fields.find(({ field }) => field === 'customer')?.message ?? '')
      : '',
  );
  return { form, levels, card, isDirty, isBusy, error, other, edit, begin, beginWith, revert, save };
}
