import { computed, nextTick, shallowRef, watch, type ShallowRef } from 'vue';
import type { ObjectKind } from '@/api/crm';
import type { CustomerItem } from '@/api/customers';
import type { Choice, ListSpec } from '@/list/list_spec';
import { useCrmBook } from '@/stores/crm_book';
import { useLive } from '@/stores/live';
import { useSession } from '@/stores/session';
import { useTabs } from '@/stores/tabs';
import { withOwnFields, type People } from './own_fields';

/** People whom one sees, oneself among them, for fields that name an employee. */
export function useFieldPeople(): People {
  const live = useLive();
  const session = useSession();
  const nameOf = (number: string): string => {
    const known = live.agents.get(number)?.name ?? (session.me?.number === number ? session.me.name : '');
    return known ? `${known} ${number}` : number;
  };
  const choices = (): Choice[] => {
    const numbers = new Set([...[...live.agents.values()].map(({ number }) => number), session.me?.number ?? '']);
    return [...numbers]
      .filter(Boolean)
      .sort()
      .map((value) => ({ value, label: nameOf(value) }));
  };
  return { nameOf, choices };
}

/**
 * A list of customers, leads, contacts or a pool with the company's own fields in it. Null until the book is known: the
 * address may already speak of a field. When the fields change, the list is made anew: with its drawer, therefore not
 * before what is written there has been saved or given up.
 */
export function useObjectSpec(
  make: () => ListSpec<CustomerItem>,
  object: ObjectKind,
): Readonly<ShallowRef<ListSpec<CustomerItem> | null>> {
  const book = useCrmBook();
  const tabs = useTabs();
  const people = useFieldPeople();
  const plain = make();
  const fields = computed(() => JSON.stringify(book.fieldsOf(object)));
  const isWritten = computed(() => tabs.tabs.some(({ name, dirty }) => dirty && name === plain.name));
  let shown = '';
  const spec = shallowRef<ListSpec<CustomerItem> | null>(null);
  const show = (): void => {
    shown = fields.value;
    spec.value = withOwnFields(plain, book.fieldsOf(object), people);
  };
  void book.ensure().then(show);
  watch([fields, isWritten], async () => {
    if (!spec.value || isWritten.value || fields.value === shown) return;
    spec.value = null;
    await nextTick();
    show();
  });
  return spec;
}
