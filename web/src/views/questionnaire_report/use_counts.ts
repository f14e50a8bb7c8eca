import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Query } from '@/api/client';
import { fetchQuestionnaireCounts, type QuestionnaireCounts } from '@/api/questionnaires';
import { useFetched, type Fetched } from '@/components/use_fetched';
import { daysArgs } from '@/list/days';
import { calendarDate } from '@/realtime/company_time';

/** What the figures are narrowed to, as it stands in the address. */
export interface CountsQuery {
  questionnaire: string;
  days: string;
  department: string;
  agent: string;
}
export const usualDays = 'today';

export function readCounts(url: Readonly<Record<string, unknown>>): CountsQuery {
  const of = (key: string): string => (typeof url[key] === 'string' ? (url[key] as string) : '');
  return {
    questionnaire: of('questionnaire'),
    days: of('days') || usualDays,
    department: of('department'),
    agent: of('agent'),
  };
}
/** What is usual stands in no address. */
export function writeCounts(query: CountsQuery): Record<string, string> {
  const entries = Object.entries(query).filter(([key, value]) => value && !(key === 'days' && value === usualDays));
  return Object.fromEntries(entries) as Record<string, string>;
}
export function countsArgs({ days, department, agent, questionnaire }: CountsQuery, now: Date): Query {
  return {
    questionnaire,
    ...daysArgs(days, now),
    ...(department ? { department } : {}),
    ...(agent ? { agent } : {}),
  };
}

export interface OpenCounts extends Fetched<QuestionnaireCounts> {
  query: ComputedRef<CountsQuery>;
  change: (part: Partial<CountsQuery>) => void;
}

/** The figures of one questionnaire: the URL says what is asked, `change` writes it. */
export function useCounts(): OpenCounts {
  const route = useRoute();
  const router = useRouter();
  const url = shallowRef(route.query);
  const query = computed(() => readCounts(url.value));
  // The page is kept behind its tab: what another page has in its address is not about it.
  watch(
    () => (route.name === 'questionnaire_report' ? route.query : null),
    (next) => {
      if (next) url.value = next;
    },
  );
  const fetched = useFetched<QuestionnaireCounts | null>(
    () => JSON.stringify(query.value),
    async (signal) =>
      query.value.questionnaire ? fetchQuestionnaireCounts(countsArgs(query.value, calendarDate()), signal) : null,
  ) as Fetched<QuestionnaireCounts>;
  const change = (part: Partial<CountsQuery>): void =>
    void router.push({ name: 'questionnaire_report', query: writeCounts({ ...query.value, ...part }) });
  return { ...fetched, query, change };
}
