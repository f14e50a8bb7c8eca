import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { listed } from '@/i18n';
import { partiesOf } from '@/softphone/constellation';
import { usePhone } from '@/stores/phone';

/** What the F4 button leads to where "hang up" would not say it: who goes on talking. */
export function useWhoStays(): ComputedRef<string | undefined> {
  const { t } = useI18n();
  const phone = usePhone();
  return computed(() => {
    const { call, view } = phone;
    if (!call) return undefined;
    const parties = partiesOf(call, phone.myNumber);
    const names = listed(parties.map((party) => party.name));
    if (view.kind === 'conference') return t('talk.stay', { names });
    if (view.kind === 'supervising') return t('talk.stay', { names });
    if (view.kind === 'consulting') {
      const back = parties.find((party) => party.leg !== call.consult?.consulted);
      return back ? t('talk.back_to', { name: back.name }) : undefined;
    }
    return undefined;
  });
}
