import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { serverNow } from '@/realtime/clock';
import type { CallEnded, LiveCall } from '@/realtime/messages';
import { identityOf } from '@/softphone/identity';
import { useLive } from '@/stores/live';
import { useMissedOffers } from '@/stores/missed_offers';
import { callKinds } from '@/softphone/bar_view';
import { usePhone } from '@/stores/phone';

type Outcome = '' | 'timed_out' | 'gone';
const shownForMs = 3_000;

/** Why the ringing has stopped although nobody here answered or refused; said for three seconds. What was missed by
 * that is kept: it rang too long, or the caller gave up. What a colleague took was not missed. */
export function useRingOutcome(): { outcome: Ref<Outcome> } {
  const phone = usePhone();
  const live = useLive();
  const missed = useMissedOffers();
  const outcome = ref<Outcome>('');
  const rung = shallowRef<LiveCall | null>(null);
  const ended = shallowRef<CallEnded | null>(null);
  let timer: number | undefined;

  const unlisten = live.onCallEnded((end) => (ended.value = end));
  watch(
    () => (phone.view.kind === 'ringing' ? phone.call : null),
    (call) => call && (rung.value = call),
    { immediate: true },
  );

  function noteMissed(): void {
    const call = rung.value;
    if (!call || call.id !== phone.lastRinging) {
      return;
    }
    const gaveUp = ended.value?.id === call.id && ended.value.ending.reason !== 'left_view';
    if (outcome.value === 'timed_out' || gaveUp) {
      const { name, number } = identityOf(call, phone.myNumber);
      missed.add({ call: call.id, name, number, atMs: call.ringing_at_ms || serverNow() });
    }
  }

  watch(
    () => phone.view,
    (now, before) => {
      if (before.kind !== 'ringing' || now.kind === 'ringing') {
        return;
      }
      const becameMine = callKinds.includes(now.kind);
      // Rejected by us: the machine let go of the session before the server took the offer back.
      if (becameMine || phone.refusedCall === phone.lastRinging) {
        return;
      }
      outcome.value = before.untilMs && serverNow() >= before.untilMs - 700 ? 'timed_out' : 'gone';
      noteMissed();
      window.clearTimeout(timer);
      timer = window.setTimeout(() => (outcome.value = ''), shownForMs);
    },
  );
  watch(
    () => (phone.view.kind === 'talking' ? phone.call : null),
    (call) => call && missed.settle(identityOf(call, phone.myNumber).number),
  );
  onScopeDispose(() => {
    unlisten();
    window.clearTimeout(timer);
  });
  return { outcome };
}
