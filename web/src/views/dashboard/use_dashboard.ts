import { onActivated, ref, shallowRef, type Ref } from 'vue';
import { fetchQueues } from '@/api/config';
import type { SiteQueue } from '@/api/config_types';
import { asApiError, type ApiError } from '@/api/errors';
import { fetchOverview, fetchSystem, type Overview, type SystemFacts } from '@/api/figures';

interface Dashboard {
  overview: Readonly<Ref<Overview | null>>;
  system: Readonly<Ref<SystemFacts | null>>;
  /** As configured, by number. */
  queues: Readonly<Ref<ReadonlyMap<string, SiteQueue>>>;
  error: Readonly<Ref<ApiError | null>>;
  isLoading: Readonly<Ref<boolean>>;
  refresh: () => Promise<void>;
}

/** What is not pushed: read when the page is opened or looked at again, and by the button (R247). */
export function useDashboard(): Dashboard {
  const overview = shallowRef<Overview | null>(null);
  const system = shallowRef<SystemFacts | null>(null);
  const queues = shallowRef<ReadonlyMap<string, SiteQueue>>(new Map());
  const error = ref<ApiError | null>(null);
  const isLoading = ref(false);

  async function refresh(): Promise<void> {
    isLoading.value = true;
    try {
      const [figures, facts, all] = await Promise.all([fetchOverview(), fetchSystem(), fetchQueues()]);
      overview.value = figures;
      system.value = facts;
      queues.value = new Map(all.map((queue) => [queue.number, queue]));
      error.value = null;
    } catch (problem) {
      error.value = asApiError(problem);
    } finally {
      isLoading.value = false;
    }
  }
  onActivated(() => void refresh());
  return { overview, system, queues, error, isLoading, refresh };
}
