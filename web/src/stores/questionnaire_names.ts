import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { fetchQuestionnaireNames, type QuestionnaireName } from '@/api/questionnaires';
import type { Choice } from '@/list/list_spec';

/** The company's questionnaires by name, for whoever chooses one. */
export const useQuestionnaireNames = defineStore('questionnaire_names', () => {
  const names = shallowRef<readonly QuestionnaireName[]>([]);

  /** What was known stays when the server does not answer. */
  async function refresh(): Promise<void> {
    names.value = await fetchQuestionnaireNames().catch(() => names.value);
  }
  /** Those that can be filled in. */
  const open = computed(() => names.value.filter(({ state, questions }) => state === 'open' && questions > 0));
  const choices = (): Choice[] => names.value.map(({ id, name }) => ({ value: id, label: name }));
  return { names, open, refresh, choices };
});
