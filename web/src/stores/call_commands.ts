import * as controls from '@/api/call_controls';
import type { SupervisionMode } from '@/realtime/messages';
import { isSupervisor } from '@/softphone/constellation';
import { useLive } from './live';
import { usePhone } from './phone';
import { useToasts } from './toasts';

export interface CallCommands {
  /** These two throw: the panel that asks shows what went wrong beside the choice. */
  transfer(to: string): Promise<void>;
  consult(to: string): Promise<void>;
  cancelConsult(): Promise<void>;
  completeConsult(): Promise<void>;
  swapConsult(): Promise<void>;
  joinConference(): Promise<void>;
  inviteToSurvey(): Promise<void>;
  removeParty(leg: string): Promise<void>;
  muteParty(leg: string, muted: boolean): Promise<void>;
  supervise(call: string, mode: SupervisionMode): Promise<void>;
  leaveSupervision(): Promise<void>;
}

/** What can be done in a call of more than two. The server decides; a refusal is said once, and nothing pretends. */
export function useCallCommands(): CallCommands {
  const phone = usePhone();
  const live = useLive();
  const toasts = useToasts();

  async function attempt(act: Promise<unknown>): Promise<void> {
    await act.catch((problem: unknown) => toasts.fail(problem));
  }
  async function onCall(act: (id: string) => Promise<void>): Promise<void> {
    const id = phone.call?.id;
    if (id) {
      await attempt(act(id));
    }
  }
  const mine = (): string => phone.call?.id ?? '';

  return {
    transfer: (to) => controls.transferCall(mine(), to),
    consult: (to) => controls.consultWith(mine(), to),
    cancelConsult: () => onCall(controls.cancelConsult),
    completeConsult: () => onCall(controls.completeConsult),
    swapConsult: () => onCall(controls.swapConsult),
    joinConference: () => onCall(controls.joinConference),
    inviteToSurvey: () => onCall(controls.inviteToSurvey),
    removeParty: (leg) => onCall((id) => controls.removeParty(id, leg)),
    muteParty: (leg, muted) => onCall((id) => controls.muteParty(id, leg, muted)),
    supervise: (id, mode) => {
      const isUp = isSupervisor(live.calls.get(id) ?? null, phone.myNumber);
      return attempt(controls.superviseCall(id, mode, isUp));
    },
    leaveSupervision: () => onCall(controls.leaveSupervision),
  };
}
