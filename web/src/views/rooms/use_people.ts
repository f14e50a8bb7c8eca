import { computed, type ComputedRef } from 'vue';
import { useLive } from '@/stores/live';

/** Staff with a telephone that this person may see, as live truth knows them. */
export function usePeople(): ComputedRef<{ number: string; name: string }[]> {
  const live = useLive();
  return computed(() =>
    [...live.agents.values()]
      .filter((agent) => agent.extension)
      .map(({ number, name }) => ({ number, name }))
      .sort((a, b) => a.number.localeCompare(b.number, undefined, { numeric: true })),
  );
}
