import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import { fetchTransferTargets, type TargetGroup, type TransferTarget } from '@/api/call_controls';
import { asApiError, type ApiError } from '@/api/errors';
import { useLive } from '@/stores/live';

export const targetGroups: readonly TargetGroup[] = ['leaders', 'members', 'others', 'queues'];
export type Targets = Record<TargetGroup, TransferTarget[]>;

// Who is free changes while one chooses.
const refreshEveryMs = 4_000;

/** What is typed fits a name, 工号, extension or queue number. */
export function targetsMatching(items: readonly TransferTarget[], text: string): TransferTarget[] {
  const wanted = text.trim().toLowerCase();
  return items.filter((item) =>
    [item.name, item.number, item.extension ?? ''].some((each) => each.toLowerCase().includes(wanted)),
  );
}

/** The number that reaches a target: a person's extension, a queue's own. */
export const numberOf = (target: TransferTarget): string => target.extension || target.number;

/** Whom the call can be passed to, anew every few seconds. */
export function useTargets(call: () => string): {
  groups: ComputedRef<Targets | null>;
  error: Ref<ApiError | null>;
  load: () => Promise<void>;
} {
  const live = useLive();
  const fetched = shallowRef<Targets | null>(null);
  const error = ref<ApiError | null>(null);
  const running = new AbortController();

  async function load(): Promise<void> {
    try {
      const { groups } = await fetchTransferTargets(call(), running.signal);
      const found: Targets = { leaders: [], members: [], others: [], queues: [] };
      groups.forEach(({ key, items }) => (found[key] = items));
      fetched.value = found;
      error.value = null;
    } catch (problem) {
      // Old ones stay on the screen: they are better than none.
      if (!running.signal.aborted && !fetched.value) {
        error.value = asApiError(problem);
      }
    }
  }
  /** What live truth knows better than an answer of a few seconds ago: the state shown on the chip. */
  const groups = computed(() => {
    if (!fetched.value) return null;
    const fresh = (item: TransferTarget): TransferTarget => {
      const agent = item.extension ? live.agents.get(item.number) : undefined;
      return agent ? { ...item, state: agent.state, activity: agent.activity } : item;
    };
    const { leaders, members, others, queues } = fetched.value;
    return { leaders: leaders.map(fresh), members: members.map(fresh), others: others.map(fresh), queues };
  });
  const timer = window.setInterval(() => void load(), refreshEveryMs);
  onScopeDispose(() => {
    window.clearInterval(timer);
    running.abort();
  });
  void load();
  return { groups, error, load };
}
