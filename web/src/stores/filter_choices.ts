import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { fetchFilterChoices, type FilterChoice } from '@/api/filter_choices';
import { translate } from '@/i18n';
import type { Choice } from '@/list/list_spec';
import { useLive } from './live';

interface Named {
  number: string;
  name: string;
  former?: boolean;
}

/** R094: who or what is gone stays in the filters, says so, and comes last. */
export function choicesOf(items: Iterable<Named>): Choice[] {
  return [...items]
    .sort((a, b) => Number(a.former ?? false) - Number(b.former ?? false) || a.number.localeCompare(b.number))
    .map(({ number, name, former }) => {
      const label = `${name} ${number}`;
      return { value: number, label: former ? translate('records.filter.former', { what: label }) : label };
    });
}

/** The queues and people to narrow lists by. Until the server has said it, those that are seen live. */
export const useFilterChoices = defineStore('filter_choices', () => {
  const live = useLive();
  const queues = shallowRef<readonly FilterChoice[] | null>(null);
  const agents = shallowRef<readonly FilterChoice[] | null>(null);
  const departments = shallowRef<readonly FilterChoice[]>([]);

  /** A list opens. What cannot be had now leaves what is there: the list itself says what is wrong. */
  async function refresh(): Promise<void> {
    const found = await fetchFilterChoices().catch(() => null);
    queues.value = found?.queues ?? queues.value;
    agents.value = found?.agents ?? agents.value;
    departments.value = found?.departments ?? departments.value;
  }

  return {
    refresh,
    queueChoices: () => choicesOf(queues.value ?? live.queues.values()),
    agentChoices: () => choicesOf(agents.value ?? live.agents.values()),
    departmentChoices: (): Choice[] => departments.value.map(({ number, name }) => ({ value: number, label: name })),
  };
});
