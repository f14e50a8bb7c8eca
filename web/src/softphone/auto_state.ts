import type { LiveAgent } from '@/realtime/messages';
import type { BarKind } from './bar_view';

// What an agent's options do by themselves (R044). Pure: what to do follows from what is true now, so that a reloaded page
// or a second one comes to the same.

export interface AutoInput {
  option: 'off' | 'idle' | 'busy';
  agent: Pick<LiveAgent, 'state' | 'reason'> | null;
  kind: BarKind;
  call: string;
  /** My telephone rings here, or at my desk. */
  reachable: boolean;
}

/** Why the state is to change now: a name for this one occasion. Empty: leave it as it is. */
export function autoOccasion({ option, agent, kind, call, reachable }: AutoInput): string {
  if (!agent || !reachable) {
    return '';
  }
  if (option === 'idle') {
    // Busy for a reason of one's own, or after a missed call, stays busy.
    const waits = (kind === 'busy' && ['sign_in', 'reset'].includes(agent.reason)) || kind === 'wrap_up';
    return waits ? `idle ${kind}` : '';
  }
  // While somebody talks a new state waits for the end: no call can come in between.
  const talks = ['talking', 'held', 'consulting', 'conference'].includes(kind);
  return option === 'busy' && talks && agent.state !== 'busy' ? `busy ${call}` : '';
}
