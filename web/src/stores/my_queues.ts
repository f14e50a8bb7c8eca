import { computed, type ComputedRef } from 'vue';
import { useNow } from '@/realtime/clock';
import { formatDuration } from '@/realtime/durations';
import { useLive } from './live';
import { usePhone } from './phone';

export interface MyQueue {
  number: string;
  name: string;
  waiting: number;
  /** 00:41, or – when nobody waits. */
  longest: string;
  longestMs: number;
  paused: boolean;
}

/** The queues this person serves, with who waits there now. */
export function useMyQueues(): { queues: ComputedRef<MyQueue[]>; serving: ComputedRef<number> } {
  const live = useLive();
  const phone = usePhone();
  const now = useNow();

  const mine = computed(() => [...live.queues.values()].filter((queue) => queue.members.includes(phone.myNumber)));
  const queues = computed(() =>
    mine.value.map((queue) => {
      const first = queue.waiting.reduce((oldest, each) => Math.min(oldest, each.entered_at_ms), Infinity);
      const longestMs = queue.waiting.length > 0 ? Math.max(0, now.value - first) : 0;
      return {
        number: queue.number,
        name: queue.name,
        waiting: queue.waiting.length,
        longest: queue.waiting.length > 0 ? formatDuration(longestMs) : '–',
        longestMs,
        paused: phone.agent?.paused_queues.includes(queue.number) ?? false,
      };
    }),
  );
  const serving = computed(() => queues.value.filter((queue) => !queue.paused).length);
  return { queues, serving };
}
