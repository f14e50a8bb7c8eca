import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { serverNow } from '@/realtime/clock';
import { usePhone } from '@/stores/phone';

type Outcome = '' | 'timed_out' | 'gone';
const shownForMs = 3_000;

/** Why the ringing has stopped although nobody here answered or refused; said for three seconds. */
export function useRingOutcome(): { outcome: Ref<Outcome> } {
  const phone = usePhone();
  const outcome = ref<Outcome>('');
  let timer: number | undefined;

  watch(
    () => phone.view,
    (now, before) => {
      if (before.kind !== 'ringing' || now.kind === 'ringing') {
        return;
      }
      const becameMine = ['talking', 'held', 'dialling', 'resuming'].includes(now.kind);
      // Rejected by us: the machine let go of the session before the server took the offer back.
      if (becameMine || phone.refusedCall === phone.lastRinging) {
        return;
      }
      outcome.value = before.untilMs && serverNow() >= before.untilMs - 700 ? 'timed_out' : 'gone';
      window.clearTimeout(timer);
      timer = window.setTimeout(() => (outcome.value = ''), shownForMs);
    },
  );
  onScopeDispose(() => window.clearTimeout(timer));
  return { outcome };
}
