import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LiveCall } from '@/realtime/messages';
import { identityOf } from '@/softphone/identity';
import { usePhone } from './phone';

export interface CallIdentity {
  name: ComputedRef<string>;
  /** Empty until the server has told the call: a telephone may ring before that. */
  number: ComputedRef<string>;
  /** Nobody knows a name: the number is what matters. */
  isUnknown: ComputedRef<boolean>;
  isOutgoing: ComputedRef<boolean>;
  /** Where the number belongs, in the language of the pages; empty: nobody knows. */
  region: ComputedRef<string>;
}

/** Who is at the other end, in the words of bar, card, page, title and notification. */
export function useCallIdentity(callOf?: () => LiveCall | null): CallIdentity {
  const { t, locale } = useI18n();
  const phone = usePhone();
  const call = callOf ?? ((): LiveCall | null => phone.call);
  const who = computed(() => {
    const now = call();
    return now ? identityOf(now, phone.myNumber) : null;
  });
  const number = computed(() => (who.value ? who.value.number || t('phone.no_number') : phone.dialling));
  const isUnknown = computed(() => Boolean(who.value && !who.value.name && call()?.direction === 'inbound'));
  const name = computed(() => {
    if (!who.value) return phone.dialling || t('phone.incoming');
    return isUnknown.value ? t('phone.unknown_caller') : who.value.name || number.value;
  });
  const isOutgoing = computed(() => who.value?.isOutgoing ?? Boolean(phone.dialling));
  const region = computed(() => who.value?.region?.[locale.value === 'en' ? 'en' : 'zh'] ?? '');
  return { name, number, isUnknown, isOutgoing, region };
}
