import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { fetchFilterChoices, type DepartmentChoice, type FilterChoice } from '@/api/filter_choices';
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

export interface TreeChoice extends Choice {
  children: TreeChoice[];
}

/** Departments below each other; one whose upper ones are not seen stands on top. */
export function treeOf(departments: readonly DepartmentChoice[]): TreeChoice[] {
  const known = new Set(departments.map(({ number }) => number));
  const below = (parent: string): TreeChoice[] =>
    departments
      .filter((each) => (known.has(each.parent) ? each.parent : '') === parent)
      .map(({ number, name }) => ({ value: number, label: name, children: below(number) }));
  return below('');
}

/** The queues and people to narrow lists by. Until the server has said it, those that are seen live. */
export const useFilterChoices = defineStore('filter_choices', () => {
  const live = useLive();
  const queues = shallowRef<readonly FilterChoice[] | null>(null);
  const agents = shallowRef<readonly FilterChoice[] | null>(null);
  const departments = shallowRef<readonly DepartmentChoice[]>([]);

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
    departmentTree: (): TreeChoice[] => treeOf(departments.value),
  };
});
