import { request } from './client';
import type { AgentState } from './sessions';

export const setMyState = (state: AgentState, reason?: string): Promise<void> =>
  request('PUT', '/api/v1/me/state', { body: { state, reason } });

/** As it is right after signing in (R046). */
export const resetMyState = (): Promise<void> => request('POST', '/api/v1/me/state/reset');

export const pauseMyQueue = (number: string, paused: boolean, reason?: string): Promise<void> =>
  request('PUT', `/api/v1/me/queues/${encodeURIComponent(number)}`, { body: { paused, reason } });

/** Today's figures of one agent (R078). */
export interface Figures {
  signed_in_at_ms: number;
  outbound: number;
  answered: number;
  missed: number;
  talk_s: number;
  average_talk_s: number;
}

export const fetchFigures = (): Promise<Figures> => request('GET', '/api/v1/me/figures');
