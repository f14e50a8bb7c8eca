import { computed, onActivated, onDeactivated, onMounted, onScopeDispose, ref, shallowRef, type Ref } from 'vue';
import type { RaisedAlarm } from '@/api/alarms';
import type { Today } from '@/api/figures';
import { learnServerTime, serverNow } from './clock';
import { LiveSocket, type LiveStatus } from './live_socket';

type TodayMessage =
  | { type: 'snapshot'; data: Today; seq: number }
  | { type: 'alarms'; data: RaisedAlarm[]; seq: number }
  | { type: 'tick'; data: { server_ms: number }; seq: number };

export interface TodayFeed {
  today: Readonly<Ref<Today | null>>;
  /** What is past a threshold now. */
  alarms: Readonly<Ref<readonly RaisedAlarm[]>>;
  status: Readonly<Ref<LiveStatus>>;
  /** When the server was last heard; 0: not yet. */
  heardMs: Readonly<Ref<number>>;
  /** The figures may be old: nobody answers. */
  isStale: Readonly<Ref<boolean>>;
}

/** The day's figures as the server pushes them, while the page is looked at. */
export function useToday(): TodayFeed {
  const today = shallowRef<Today | null>(null);
  const alarms = shallowRef<readonly RaisedAlarm[]>([]);
  const status = ref<LiveStatus>('off');
  const heardMs = ref(0);
  const isStale = computed(() => today.value !== null && status.value !== 'live');
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new LiveSocket<TodayMessage>({
    url: () => `${scheme}://${location.host}/ws/today`,
    onMessage: (message) => {
      if (message.type === 'snapshot') {
        today.value = message.data;
        // A new connection tells of alarms only when there are some.
        if (message.seq === 1) alarms.value = [];
      } else if (message.type === 'alarms') {
        alarms.value = message.data;
      } else {
        learnServerTime(message.data.server_ms);
      }
      heardMs.value = serverNow();
    },
    onStatus: (next) => (status.value = next),
  });
  onMounted(() => socket.start());
  onActivated(() => socket.start());
  onDeactivated(() => socket.stop());
  onScopeDispose(() => socket.stop());
  return { today, alarms, status, heardMs, isStale };
}
