import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  fetchBook,
  type BookField,
  type BookPool,
  type CrmBook,
  type CrmStage,
  type CrmTagGroup,
  type ObjectKind,
} from '@/api/crm';
import { withBuiltInName } from '@/i18n/built_in';
import type { Choice } from '@/list/list_spec';
import { useLive } from './live';

interface Tag {
  id: string;
  name: string;
  colour: string;
}

/** All pages of a company hear of a change in the same moment, and an administrator who sorts makes several of them. */
const askWithinMs = 1500;

/**
 * The company's book for customers, leads and contacts: fields, stages, tags, groups, pools. Read once, and again when the
 * server says that it is another one: forms and lists that are open follow.
 */
export const useCrmBook = defineStore('crm_book', () => {
  const book = shallowRef<CrmBook | null>(null);
  const isKnown = computed(() => book.value !== null);
  const failed = ref(false);
  let asked: Promise<void> | null = null;

  /** Read anew; whatever shows the book follows. */
  function load(): Promise<void> {
    asked = fetchBook().then(
      (found) => {
        book.value = found;
        failed.value = false;
      },
      () => {
        failed.value = true;
        asked = null;
      },
    );
    return asked;
  }
  const live = useLive();
  let later = 0;
  function follow(): void {
    if (!asked || later) return;
    later = window.setTimeout(() => {
      later = 0;
      void load();
    }, Math.random() * askWithinMs);
  }
  live.onNotice(({ about }) => {
    if (about === 'book') follow();
  });
  // Whatever was told while the connection was lost.
  watch(
    () => live.status,
    (status, before) => {
      if (status === 'live' && before === 'lost') follow();
    },
  );
  /** Known when it resolves, unless it could not be read. */
  const ensure = (): Promise<void> => asked ?? load();

  const fields = computed(() => (book.value?.fields ?? []).map(withBuiltInName));
  const fieldsOf = (object: ObjectKind): readonly BookField[] =>
    fields.value.filter((field) => field.object === object);
  const stages = computed<readonly CrmStage[]>(() => (book.value?.stages ?? []).map(withBuiltInName));
  const groups = computed(() => book.value?.groups ?? []);
  const tagGroupsOf = (object: ObjectKind): readonly CrmTagGroup[] =>
    (book.value?.tag_groups ?? []).filter((group) => group.object === object);
  const tagsOf = (object: ObjectKind): readonly Tag[] =>
    tagGroupsOf(object).flatMap(({ tags, colour }) => tags.map(({ id, name }) => ({ id, name, colour })));
  const poolsOf = (object: ObjectKind): readonly BookPool[] =>
    (book.value?.pools ?? []).filter((pool) => pool.object === object);

  const choicesOf = (named: readonly { id: string; name: string }[]): Choice[] =>
    named.map(({ id, name }) => ({ value: id, label: name }));

  return { book, isKnown, failed, load, ensure, fieldsOf, stages, groups, tagGroupsOf, tagsOf, poolsOf, choicesOf };
});
