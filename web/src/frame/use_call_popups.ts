import { watch } from 'vue';
import { fetchMyPopup, type Popup } from '@/api/advanced';
import { claimPopup } from '@/popup/opened_calls';
import { popupAddress } from '@/popup/popup_address';
import type { LiveCall } from '@/realtime/messages';
import { popsUp } from '@/softphone/pop_rules';
import { usePhone } from '@/stores/phone';
import { usePopups } from '@/stores/popups';
import { useSession } from '@/stores/session';

/** None: the browser refused. Chromium throws when it can neither open a page nor ask whether it may. */
function blankPage(): Window | null {
  try {
    // "noopener" among the features would hide whether anything opened at all.
    return window.open('about:blank', '_blank');
  } catch {
    return null;
  }
}

/** Opens the page without giving it a hold on ours. False: the browser refused. */
function openPage(address: string): boolean {
  const page = blankPage();
  if (!page) {
    return false;
  }
  page.opener = null;
  page.location.replace(address);
  return true;
}

const templateOf = (popup: Popup, call: LiveCall): string => {
  if (call.direction === 'internal') return '';
  return call.direction === 'inbound' ? popup.inbound : popup.outbound;
};

/** R068: for each call with a customer the company's page of a third party, when the company wants it. What is filled in
 * is what the page shows: a hidden number stays hidden. */
export function useCallPopups(): void {
  const phone = usePhone();
  const session = useSession();
  const popups = usePopups();
  let wanted: { call: string; popup: Promise<Popup | null> } | null = null;

  const wishFor = (call: string): Promise<Popup | null> => {
    if (wanted?.call !== call) {
      wanted = { call, popup: fetchMyPopup().catch(() => null) };
    }
    return wanted.popup;
  };
  const addressFor = (popup: Popup, call: LiveCall): string | null =>
    popupAddress(templateOf(popup, call), {
      number: call.customer_number,
      customer_name: call.customer_name,
      called: call.called_number,
      direction: call.direction === 'inbound' ? 'inbound' : 'outbound',
      queue: call.queue?.number ?? '',
      queue_name: call.queue?.name ?? '',
      call: call.id,
      agent: session.me?.number ?? '',
      agent_name: session.me?.name ?? '',
      extension: session.me?.extension ?? '',
    });

  async function show(call: LiveCall, isAnswered: boolean): Promise<void> {
    const popup = await wishFor(call.id);
    const address = popup && addressFor(popup, call);
    if (!popup || !address) {
      popups.popup = null;
      return;
    }
    const isDue = popup.open === 'ringing' || (popup.open === 'answered' && isAnswered);
    const before = popups.popup?.call === call.id ? popups.popup.isBlocked : false;
    popups.popup = { call: call.id, address, isBlocked: before };
    if (isDue && (await claimPopup(call.id)) && !openPage(address)) {
      popups.popup = { call: call.id, address, isBlocked: true };
    }
  }

  watch(
    () => {
      const { call } = phone;
      return call && `${call.id} ${call.answered_at_ms > 0 && phone.view.kind !== 'ringing'} ${call.customer_name}`;
    },
    () => {
      const { call } = phone;
      // Who listens to a colleague's call has no page of it.
      if (call && phone.view.kind !== 'supervising' && popsUp(call, session.me?.extension_type)) {
        void show(call, call.answered_at_ms > 0 && phone.view.kind !== 'ringing');
      }
    },
    { immediate: true },
  );
}
