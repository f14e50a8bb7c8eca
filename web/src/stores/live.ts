import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import { forgetServerTime, learnServerTime, serverNow } from '@/realtime/clock';
import { LiveSocket, type LiveStatus } from '@/realtime/live_socket';
import type {
  CallEnded,
  LiveAgent,
  LiveCall,
  LiveMessage,
  LiveQueue,
  Meters,
  Notice,
  Simulation,
  Snapshot,
} from '@/realtime/messages';

type Listener<T> = (what: T) => void;

function listeners<T>(): { add: (listener: Listener<T>) => () => void; tell: Listener<T> } {
  const all = new Set<Listener<T>>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell: (what) => all.forEach((listener) => listener(what)),
  };
}

function replace<T>(map: Map<string, T>, items: readonly T[], keyOf: (item: T) => string): void {
  const keys = new Set(items.map(keyOf));
  for (const key of [...map.keys()]) {
    if (!keys.has(key)) {
      map.delete(key);
    }
  }
  items.forEach((item) => map.set(keyOf(item), item));
}

/** Live truth as the server sends it: whole objects, replaced, never edited here. */
export const useLive = defineStore('live', () => {
  const calls = shallowReactive(new Map<string, LiveCall>());
  const agents = shallowReactive(new Map<string, LiveAgent>());
  const queues = shallowReactive(new Map<string, LiveQueue>());
  const simulation = ref<Simulation>({ available: false, running: false });
  const status = ref<LiveStatus>('off');
  const company = ref('');
  /** U15: the company wants a supervision to end in the mode in which it began. */
  const supervisionKeepsMode = ref(false);
  const meters = shallowRef<Meters | null>(null);
  const lastAtMs = ref(0);
  const hasData = ref(false);
  /** What is shown may be old: grey it, and say of when it is. */
  const isStale = computed(() => hasData.value && status.value !== 'live');
  const records = listeners<string>();
  const answers = listeners<string>();
  const endings = listeners<CallEnded>();
  const notices = listeners<Notice>();
  /** Calls whose end nobody told us: they were over when the connection came back. */
  const vanished = listeners<LiveCall>();
  let socket: LiveSocket | null = null;

  function takeSnapshot(data: Snapshot): void {
    learnServerTime(data.server_ms);
    company.value = data.me.tenant_name ?? '';
    supervisionKeepsMode.value = data.me.supervision_keeps_mode ?? false;
    const lost = [...calls.values()].filter((call) => !data.calls.some(({ id }) => id === call.id));
    replace(calls, data.calls, (call) => call.id);
    replace(agents, data.agents, (agent) => agent.number);
    replace(queues, data.queues, (queue) => queue.number);
    simulation.value = data.simulation ?? { available: false, running: false };
    hasData.value = true;
    lost.forEach(vanished.tell);
  }

  function receive(message: LiveMessage): void {
    switch (message.type) {
      case 'snapshot':
        takeSnapshot(message.data);
        break;
      case 'call':
        calls.set(message.data.id, message.data);
        break;
      case 'call.ended':
        calls.delete(message.data.id);
        endings.tell(message.data);
        break;
      case 'agent':
        agents.set(message.data.number, message.data);
        break;
      case 'queue':
        queues.set(message.data.number, message.data);
        break;
      case 'simulation':
        simulation.value = message.data;
        break;
      case 'record':
        records.tell(message.data.id);
        break;
      case 'answer':
        answers.tell(message.data.call);
        break;
      case 'meters':
        meters.value = message.data;
        break;
      case 'notice':
        notices.tell(message.data);
        break;
      case 'tick':
        learnServerTime(message.data.server_ms);
        break;
    }
    lastAtMs.value = serverNow();
  }

  function start(): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    socket ??= new LiveSocket({
      url: `${scheme}://${location.host}/ws`,
      onMessage: receive,
      onStatus: (next) => {
        status.value = next;
        if (next === 'lost') {
          forgetServerTime();
        }
      },
    });
    socket.start();
    window.addEventListener('online', hurry);
  }

  const hurry = (): void => socket?.hurry();

  const probe = (): Promise<number> => socket?.probe() ?? Promise.reject(new Error('not connected'));

  function stop(): void {
    window.removeEventListener('online', hurry);
    socket?.stop();
    socket = null;
    [calls, agents, queues].forEach((map) => map.clear());
    hasData.value = false;
  }

  return {
    calls,
    agents,
    queues,
    simulation,
    company,
    supervisionKeepsMode,
    meters,
    status,
    lastAtMs,
    hasData,
    isStale,
    start,
    stop,
    probe,
    onRecord: records.add,
    onAnswer: answers.add,
    onCallEnded: endings.add,
    onNotice: notices.add,
    onCallVanished: vanished.add,
  };
});
