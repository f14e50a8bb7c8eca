import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { ActionKind, ActionWish } from '@/api/object_actions';
import { serverNow } from '@/realtime/clock';
import { fromLocal, toLocal } from '@/views/tasks/local_time';

export const giveUpReasons = [
  'no_answer',
  'no_interest',
  'wrong_number',
  'no_budget',
  'competitor',
  'not_now',
  'other',
] as const satisfies readonly ActionWish['reason'][];

interface ActionForm {
  owner: string;
  pool: string;
  reason: ActionWish['reason'];
  note: string;
  group: string;
  stage: string;
  how: ActionWish['how'];
  tags: string[];
  by: string;
  content: string;
  due: string;
  people: string[];
  /** How many contacts go with it, as it was typed. */
  typed: string;
}

const anHour = 3_600_000;
const empty = (): ActionForm => ({
  owner: '',
  pool: '',
  reason: 'no_answer',
  note: '',
  group: '0',
  stage: '',
  how: 'add',
  tags: [],
  by: '',
  content: '',
  due: toLocal(serverNow() + anHour),
  people: [],
  typed: '',
});

/** What one action needs to know, and what of it is sent. */
export function useActionForm(
  action: Ref<ActionKind | null>,
  contacts: Ref<number>,
): { form: Ref<ActionForm>; begin: () => void; isComplete: ComputedRef<boolean>; wish: () => Partial<ActionWish> } {
  const form = ref(empty());
  const begin = (): void => void (form.value = empty());

  const isComplete = computed(() => {
    const { owner, pool, stage, how, tags, by, content, due, typed } = form.value;
    switch (action.value) {
      case 'change_owner':
      case 'assign':
        return owner !== '';
      case 'give_up':
      case 'transfer':
        return pool !== '';
      case 'stage':
        return stage !== '';
      case 'tags':
        return how === 'replace_all' || (tags.length > 0 && (how !== 'replace_one' || by !== ''));
      case 'plan':
        return content.trim() !== '' && fromLocal(due) > 0;
      case 'delete':
        return contacts.value === 0 || Number(typed.trim()) === contacts.value;
      default:
        return true;
    }
  });

  function wish(): Partial<ActionWish> {
    const { owner, pool, reason, note, group, stage, how, tags, by, content, due, people } = form.value;
    switch (action.value) {
      case 'change_owner':
      case 'assign':
        return { owner };
      case 'give_up':
        return { pool, reason, note };
      case 'transfer':
        return { pool };
      case 'group':
        return { group };
      case 'stage':
        return { stage };
      case 'tags':
        return how === 'replace_one' ? { how, tags, by_tag: by } : { how, tags };
      case 'plan':
        return { plan: { content, due_at_ms: fromLocal(due), people } };
      default:
        return {};
    }
  }
  return { form, begin, isComplete, wish };
}
