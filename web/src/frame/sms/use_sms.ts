import { computed, onScopeDispose, ref } from 'vue';
import { asApiError, type ApiError } from '@/api/errors';
import { sentenceOf } from '@/api/sentences';
import { fetchSms, fetchSmsDesk, sendSms, type Sms, type SmsDesk } from '@/api/sms';
import { translate } from '@/i18n';
import { cleanNumber } from '@/softphone/numbers';
import { useLive } from '@/stores/live';

/** The call whose customer is meant, as it was when the panel was opened. */
export interface SmsCall {
  id: string;
  number: string;
  name: string;
}

// What was not pushed, because the connection was lost just then, is asked for.
const asksAgainAfterMs = 4_000;

/** One text from being written to its end. */
export function useSms(call: () => SmsCall | null) {
  const live = useLive();
  const desk = ref<SmsDesk | null>(null);
  const failure = ref<ApiError | null>(null);
  const number = ref('');
  const template = ref('');
  const text = ref('');
  const problem = ref('');
  const sent = ref<Sms | null>(null);
  const isBusy = ref(false);
  let timer: number | undefined;
  // The end may be told before the answer that names the text has arrived.
  const told = new Set<string>();

  const chosen = computed(() => desk.value?.items.find(({ name }) => name === template.value));
  /** As the customer will read it. */
  const whole = computed(() => {
    const to = call()?.number || number.value;
    const own = text.value ? `${desk.value?.signature ?? ''}${text.value}` : '';
    return chosen.value ? chosen.value.text.replaceAll('{number}', to) : own;
  });
  const isUnderWay = computed(() => isBusy.value || ['queued', 'sending'].includes(sent.value?.state ?? ''));

  async function load(): Promise<void> {
    try {
      failure.value = null;
      desk.value = await fetchSmsDesk(call()?.name || undefined);
      if (!desk.value.free_text) {
        template.value ||= desk.value.items[0]?.name ?? '';
      }
    } catch (error) {
      failure.value = asApiError(error);
    }
  }

  async function look(): Promise<void> {
    window.clearTimeout(timer);
    if (!sent.value) {
      return;
    }
    sent.value = await fetchSms(sent.value.id).catch(() => sent.value);
    if (isUnderWay.value) {
      timer = window.setTimeout(() => void look(), asksAgainAfterMs);
    }
  }

  async function send(): Promise<void> {
    if (isUnderWay.value) {
      return;
    }
    const to = call();
    if (!to && cleanNumber(number.value).length < 3) {
      problem.value = translate('sms.needs_number');
      return;
    }
    if (!whole.value.trim()) {
      problem.value = translate('sms.needs_text');
      return;
    }
    problem.value = '';
    sent.value = null;
    isBusy.value = true;
    try {
      sent.value = await sendSms({
        ...(to ? { call: to.id, customer: to.name || undefined } : { number: cleanNumber(number.value) }),
        ...(template.value ? { template: template.value } : { text: text.value }),
      });
      timer = window.setTimeout(() => void look(), told.has(sent.value.id) ? 0 : asksAgainAfterMs);
    } catch (error) {
      problem.value = sentenceOf(asApiError(error));
    } finally {
      isBusy.value = false;
    }
  }

  const forget = live.onNotice((notice) => {
    if (notice.about === 'sms') {
      told.add(notice.id);
      if (notice.id === sent.value?.id) {
        void look();
      }
    }
  });
  onScopeDispose(() => {
    window.clearTimeout(timer);
    forget();
  });
  return { desk, failure, number, template, text, whole, problem, sent, isUnderWay, load, send };
}
