import { defineStore } from 'pinia';
import { computed, nextTick, ref, shallowRef, watch } from 'vue';
import { findMyCall, myLeg, viewOf } from '@/softphone/bar_view';
import type { AssembledPhone } from '@/softphone/assemble';
import { QualityMeter, type Quality } from '@/softphone/quality';
import { initialState, type PhoneEvent, type PhoneState } from '@/softphone/types';
import { useCallOptions } from './call_options';
import { useLive } from './live';
import { usePreferences } from './preferences';
import { useSession } from './session';

const readQualityEveryMs = 2_000;
// Events of the two sockets cross: only a difference that lasts is one.
const disagreesAfterMs = 5_000;

/** The bridge between the telephone's machine and the page: one state in, events out. What may be done is in
 * `phone_commands.ts`. */
export const usePhone = defineStore('phone', () => {
  const session = useSession();
  const live = useLive();
  const preferences = usePreferences();
  const options = useCallOptions();

  const state = shallowRef<PhoneState>(initialState);
  const quality = shallowRef<Quality | null>(null);
  const dialling = ref('');
  const disagrees = ref(false);
  /** The call offered last, and the one refused here: a refused call needs no explanation when it stops ringing. */
  const lastRinging = ref('');
  const refusedCall = ref('');
  /** The call whose page was opened: it is opened once, not on each hold and retrieve. */
  const callPageFor = ref('');
  let assembled: AssembledPhone | null = null;
  let starting = 0;

  const myNumber = computed(() => session.me?.number ?? '');
  const hasBrowserPhone = computed(() => session.me?.extension_type === 'web' && Boolean(session.me.extension));
  const hasPhone = computed(() => Boolean(session.me?.extension));
  const agent = computed(() => live.agents.get(myNumber.value) ?? null);
  const call = computed(() => findMyCall(live.calls.values(), myNumber.value, agent.value?.call));
  const view = computed(() =>
    viewOf({
      myNumber: myNumber.value,
      agent: agent.value,
      call: call.value,
      phone: state.value,
      dialling: dialling.value,
      disagrees: disagrees.value,
    }),
  );

  const send = (event: PhoneEvent): void => assembled?.phone.send(event);

  async function start(): Promise<void> {
    const mine = ++starting;
    live.start();
    if (!hasBrowserPhone.value) {
      return;
    }
    const { assemblePhone } = await import('@/softphone/assemble');
    if (mine !== starting || assembled) {
      return;
    }
    const choices = {
      microphone: () => preferences.microphone,
      speaker: () => preferences.speaker,
      ringDevice: () => preferences.ringDevice,
      ringVolume: () => preferences.ringVolume,
    };
    assembled = assemblePhone(`${session.me?.tenant}-${myNumber.value}`, choices, (next) => (state.value = next));
    send({ type: 'auto_answer.set', on: options.autoAnswer });
  }

  function stop(): void {
    starting += 1;
    send({ type: 'stop' });
    assembled = null;
    state.value = initialState;
    live.stop();
  }

  // Once who calls is on the screen it may be heard. A refreshed page learns from the server that it is muted.
  watch(call, (now) => {
    if (now) {
      dialling.value = '';
      const leg = myLeg(now, myNumber.value);
      if (leg?.called && view.value.kind === 'ringing') {
        lastRinging.value = now.id;
        void nextTick(() => send({ type: 'caller.known', call: now.id }));
      }
      if (leg?.muted) {
        send({ type: 'mute.told', call: now.id });
      }
    }
  });
  watch(
    () => options.autoAnswer,
    (on) => send({ type: 'auto_answer.set', on }),
  );
  watch(
    () => preferences.speaker,
    (speaker) => assembled?.audio.useSpeaker(speaker),
  );
  watch(
    () => live.status,
    (now, before) => now === 'live' && before === 'lost' && send({ type: 'hurry' }),
  );
  live.onAnswer((id) => send({ type: 'answer.wanted', call: id }));
  window.addEventListener('online', () => send({ type: 'hurry' }));

  const isUp = computed(() => state.value.session?.phase === 'up');
  watch(isUp, (up, _, onCleanup) => {
    quality.value = null;
    if (!up) {
      return;
    }
    const meter = new QualityMeter();
    const timer = window.setInterval(async () => {
      const stats = await assembled?.sip.peer()?.getStats();
      quality.value = stats ? meter.read((stats as unknown as Map<string, Record<string, unknown>>).values()) : null;
    }, readQualityEveryMs);
    onCleanup(() => window.clearInterval(timer));
  });
  watch(
    () => isUp.value && live.status === 'live' && !call.value,
    (odd, _, onCleanup) => {
      disagrees.value = false;
      const timer = odd ? window.setTimeout(() => (disagrees.value = true), disagreesAfterMs) : undefined;
      onCleanup(() => window.clearTimeout(timer));
    },
  );

  return {
    state,
    quality,
    dialling,
    lastRinging,
    refusedCall,
    callPageFor,
    myNumber,
    hasPhone,
    hasBrowserPhone,
    agent,
    call,
    view,
    send,
    start,
    stop,
  };
});
