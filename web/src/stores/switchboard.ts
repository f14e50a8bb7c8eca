import { defineStore } from 'pinia';
import { computed, ref, type Ref } from 'vue';
import { fetchFlows, fetchQueues, fetchSchedules, fetchTrunks } from '@/api/config';
import type { FlowSummary, Schedule, SiteQueue, SiteTrunk, Voice } from '@/api/config_types';
import { fetchVoices } from '@/api/voices';
import { useLive } from './live';

export interface Person {
  number: string;
  name: string;
  extension: string;
}

/** What the administrator's choosers offer: read when a page opens, and again when one of them was changed. */
export const useSwitchboard = defineStore('switchboard', () => {
  const live = useLive();
  const queues = ref<SiteQueue[]>([]);
  const flows = ref<FlowSummary[]>([]);
  const schedules = ref<Schedule[]>([]);
  const trunks = ref<SiteTrunk[]>([]);
  const voices = ref<Voice[]>([]);
  /** Lists that did not come: a chooser then says so instead of being empty. */
  const missing = ref<string[]>([]);

  const people = computed<Person[]>(() =>
    [...live.agents.values()]
      .map(({ number, name, extension }) => ({ number, name, extension }))
      .sort((a, b) => a.number.localeCompare(b.number)),
  );

  async function take<T>(name: string, list: Ref<T[]>, fetch: () => Promise<T[]>): Promise<void> {
    try {
      list.value = await fetch();
      missing.value = missing.value.filter((each) => each !== name);
    } catch {
      missing.value = [...new Set([...missing.value, name])];
    }
  }

  async function refresh(): Promise<void> {
    await Promise.all([
      take('queues', queues, fetchQueues),
      take('flows', flows, fetchFlows),
      take('schedules', schedules, fetchSchedules),
      take('trunks', trunks, fetchTrunks),
      take('voices', voices, fetchVoices),
    ]);
  }

  return { queues, flows, schedules, trunks, voices, people, missing, refresh };
});
