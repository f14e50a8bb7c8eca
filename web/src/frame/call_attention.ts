import { computed, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { maskedNumber } from '@/softphone/numbers';
import { popsUp } from '@/softphone/pop_rules';
import { useCallIdentity } from '@/stores/call_identity';
import { usePhone } from '@/stores/phone';
import { usePreferences } from '@/stores/preferences';
import { useSession } from '@/stores/session';
import { notify } from './notifications';

const plainIcon = '/favicon.svg';
const ringingIcon = '/favicon-ringing.svg';

/** While a call is offered: the title says who, the icon has a badge, and a desktop notification stands until it ends. */
export function useCallAttention(): void {
  const { t } = useI18n();
  const phone = usePhone();
  const preferences = usePreferences();
  const session = useSession();
  const { name, number } = useCallIdentity();
  const ringing = computed(() => phone.view.kind === 'ringing' && Boolean(phone.call));

  watch(ringing, (rings, _, onCleanup) => {
    if (!rings) {
      return;
    }
    const before = document.title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    document.title = t('phone.notify.title', { name: name.value });
    icon?.setAttribute('href', ringingIcon);
    const pops = phone.call && popsUp(phone.call, session.me?.extension_type);
    const withdraw =
      pops && preferences.notifications
        ? notify(
            t('phone.notify.title', { name: name.value }),
            t('phone.notify.body', {
              number: maskedNumber(number.value),
              queue: phone.call?.queue?.name ?? t('phone.ring.direct'),
              site: location.host,
            }),
          )
        : (): void => {};
    onCleanup(() => {
      document.title = before;
      icon?.setAttribute('href', plainIcon);
      withdraw();
    });
  });
}
