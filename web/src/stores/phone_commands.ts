import { asApiError } from '@/api/errors';
import * as calls from '@/api/calls';
import { pauseMyQueue, resetMyState, setMyState } from '@/api/me';
import type { AgentState } from '@/api/sessions';
import { translate } from '@/i18n';
import { hiddenNumber, isToken } from '@/api/dialled';
import { cleanNumber } from '@/softphone/numbers';
import { useDeviceCheck } from '@/stores/device_check';
import { inOrder } from './in_order';
import { useLive } from './live';
import { usePhone } from './phone';
import { usePreferences } from './preferences';
import { useToasts } from './toasts';

// A dialled call that the server never shows is given up on.
const diallingForMs = 15_000;

// Two clicks on ready and busy, the keys of a number for a menu: what counts is the order in which they were pressed.
const stateOrders = inOrder();
const callOrders = inOrder();

export interface PhoneCommands {
  dial(number: string): Promise<void>;
  answer(): Promise<void>;
  hangUp(): Promise<void>;
  toggleMute(): Promise<void>;
  toggleHold(): Promise<void>;
  sendDigits(digits: string): Promise<void>;
  toggleRecording(): Promise<void>;
  setState(state: AgentState, reason?: string): Promise<void>;
  /** Through the check of microphone and speaker, if that is still to come. */
  goReady(reason?: string): Promise<void>;
  toggleState(): Promise<void>;
  pauseQueue(number: string, paused: boolean, reason?: string): Promise<void>;
  /** Back to what was right after sign-in: no call, sound and connections anew, the state of then (R046). */
  reset(): Promise<void>;
}

/** What a person can ask of the telephone. The server decides; what it refuses is said once, and nothing pretends. */
export function usePhoneCommands(): PhoneCommands {
  const phone = usePhone();
  const live = useLive();
  const toasts = useToasts();
  const preferences = usePreferences();
  const check = useDeviceCheck();

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (problem) {
      toasts.fail(problem);
      return false;
    }
  }

  async function dial(text: string): Promise<void> {
    const number = isToken(text) ? text : cleanNumber(text);
    if (!number || phone.view.slotA !== 'dial') {
      return;
    }
    const shown = isToken(text) ? hiddenNumber : number;
    phone.dialling = shown;
    window.setTimeout(() => phone.dialling === shown && (phone.dialling = ''), diallingForMs);
    if (!(await attempt(() => calls.dial(number)))) {
      phone.dialling = '';
    }
  }

  async function answer(): Promise<void> {
    const session = phone.state.session;
    if (session?.phase === 'ringing') {
      phone.send({ type: 'answer.wanted', call: session.call });
    } else if (phone.call) {
      const { id } = phone.call;
      await attempt(() => calls.answerCall(id));
    }
  }

  async function hangUp(): Promise<void> {
    const id = phone.call?.id;
    phone.dialling = '';
    if (phone.view.kind === 'ringing') {
      phone.refusedCall = phone.lastRinging;
    }
    if (!id || phone.state.session?.phase === 'ringing') {
      phone.send({ type: 'hangup.wanted' });
      return;
    }
    try {
      await calls.hangUpCall(id);
    } catch (problem) {
      const error = asApiError(problem);
      // The order did not arrive, or the call is over: the sound here ends in any case.
      phone.send({ type: 'hangup.wanted' });
      if (error.status !== 404) {
        toasts.fail(error);
      }
    }
  }

  async function toggleMute(): Promise<void> {
    const id = phone.call?.id;
    if (id) {
      const muted = !phone.view.muted;
      phone.send({ type: 'mute.wanted', call: id, muted });
      // Whoever supervises is no party of the call: only this microphone closes.
      if (phone.view.kind !== 'supervising') {
        await attempt(() => callOrders(() => calls.muteCall(id, muted)));
      }
    }
  }

  async function onCall(act: (id: string) => Promise<void>): Promise<void> {
    const id = phone.call?.id;
    if (id) {
      await attempt(() => callOrders(() => act(id)));
    }
  }

  async function setState(state: AgentState, reason?: string): Promise<void> {
    await attempt(() => stateOrders(() => setMyState(state, reason)));
  }

  async function goReady(reason?: string): Promise<void> {
    if (phone.hasBrowserPhone && !preferences.devicesChecked) {
      check.thenReady.value = true;
      check.isOpen.value = true;
      return;
    }
    await setState('ready', reason);
  }

  async function toggleState(): Promise<void> {
    await (phone.agent?.state === 'ready' ? setState('busy') : goReady());
  }

  async function reset(): Promise<void> {
    const call = phone.view.kind === 'supervising' ? undefined : phone.call?.id;
    phone.dialling = '';
    if (call) {
      // First, so that the server does not take the call for one that lost its browser and waits for it.
      await calls.hangUpCall(call).catch(() => undefined);
    }
    phone.send({ type: 'hangup.wanted' });
    phone.stop();
    await phone.start();
    if (await attempt(() => stateOrders(resetMyState))) {
      toasts.show('ok', translate('phone.reset_done'));
    }
  }

  return {
    dial,
    answer,
    hangUp,
    toggleMute,
    toggleHold: () => onCall((id) => (phone.view.onHold ? calls.retrieveCall(id) : calls.holdCall(id))),
    sendDigits: (digits) => onCall((id) => calls.sendDigits(id, digits)),
    toggleRecording: () => onCall((id) => calls.pauseRecording(id, live.calls.get(id)?.recording === 'on')),
    setState,
    goReady,
    toggleState,
    pauseQueue: async (number, paused, reason) => void (await attempt(() => pauseMyQueue(number, paused, reason))),
    reset,
  };
}
