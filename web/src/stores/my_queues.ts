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
  /** Served by this person; false: led or administered only. */
  isMine: boolean;
}

export interface MyQueues {
  /** All that this person may see, own ones first. */
  seen: ComputedRef<MyQueue[]>;
  mine: ComputedRef<MyQueue[]>;
  /** How many of the own ones may ring now. */
  serving: ComputedRef<number>;
}

/** The queues this person serves or leads, with who waits there now. */
export function useMyQueues(): MyQueues {
  const live = useLive();
  const phone = usePhone();
  const now = useNow();

  const seen = computed(() =>
    [...live.queues.values()]
      .map((queue) => {
        const first = queue.waiting.reduce((oldest, each) => Math.min(oldest, each.entered_at_ms), Infinity);
        const longestMs = queue.waiting.length > 0 ? Math.max(0, now.value - first) : 0;
        return {
          number: queue.number,
          name: queue.name,
          waiting: queue.waiting.length,
          longest: queue.waiting.length > 0 ? formatDuration(longestMs) : '–',
          longestMs,
          paused: phone.agent?.paused_queues.includes(queue.number) ?? false,
          isMine: queue.members.includes(phone.myNumber),
        };
      })
      .sort((a, b) => Number(b.isMine) - Number(a.isMine)),
  );
  const mine = computed(() => seen.value.filter((queue) => queue.isMine));
  const serving = computed(() => mine.value.filter((queue) => !queue.paused).length);
  return { seen, mine, serving };
}
