import { onMounted, onScopeDispose, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { myLeg } from '@/softphone/bar_view';
import { popsUp } from '@/softphone/pop_rules';
import { useLive } from '@/stores/live';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { useTabs } from '@/stores/tabs';
import { useToasts } from '@/stores/toasts';
import { useAutoState } from './use_auto_state';

/** What runs while somebody is signed in: telephone and live data; and what happens when the session is over. */
export function useWorkday(): void {
  const router = useRouter();
  const session = useSession();
  const live = useLive();
  const phone = usePhone();
  const tabs = useTabs();
  const toasts = useToasts();
  const { t } = useI18n();
  useAutoState();

  // The server was away, and the call did not outlive that: it is said, because nothing else would.
  const unlisten = live.onCallVanished((call) => {
    if (call.answered_at_ms && myLeg(call, phone.myNumber)) {
      toasts.show('bad', t('phone.call_lost'));
    }
  });
  onMounted(() => void phone.start());
  onScopeDispose(() => {
    unlisten();
    phone.stop();
    tabs.reset();
  });

  watch(
    () => live.status === 'ended' || phone.state.line === 'ended',
    async (over) => {
      // Signed out elsewhere or expired: the server is asked, because only it knows.
      if (over && session.isSignedIn && !(await session.restore().catch(() => true))) {
        session.forget('ended');
        await router.push({ name: 'sign_in', query: { next: router.currentRoute.value.fullPath } });
      }
    },
  );
  // A call opens the call page once, when it is answered; it never closes or replaces what was open.
  watch(
    () => (['talking', 'conference'].includes(phone.view.kind) ? phone.call?.id : undefined),
    (id, before) => {
      if (id && id !== before && phone.callPageFor !== id) {
        phone.callPageFor = id;
        if (phone.call && popsUp(phone.call, session.me?.extension_type)) {
          void router.push('/call');
        }
      }
    },
  );
}
