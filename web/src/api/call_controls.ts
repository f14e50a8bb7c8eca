import type { LiveAgent, SupervisionMode } from '@/realtime/messages';
import { request, type Method } from './client';

// What may be done in a call of more than two parties; who may do it is the server's business.

const of = (call: string): string => `/api/v1/calls/${encodeURIComponent(call)}`;
const order = (method: Method, path: string, body?: unknown): Promise<void> =>
  request(method, path, { body, timeoutMs: 5_000 });

/** I leave at once; the other party goes on to `to`. */
export const transferCall = (call: string, to: string): Promise<void> => order('POST', `${of(call)}/transfer`, { to });
/** The other party hears music while I talk with `to`. */
export const consultWith = (call: string, to: string): Promise<void> => order('POST', `${of(call)}/consult`, { to });
export const cancelConsult = (call: string): Promise<void> => order('POST', `${of(call)}/consult/cancel`);
export const completeConsult = (call: string): Promise<void> => order('POST', `${of(call)}/consult/complete`);
export const swapConsult = (call: string): Promise<void> => order('POST', `${of(call)}/consult/swap`);
export const joinConference = (call: string): Promise<void> => order('POST', `${of(call)}/conference`);
/** I leave, the customer is asked to rate the service. */
export const inviteToSurvey = (call: string): Promise<void> => order('POST', `${of(call)}/survey`);
const party = (call: string, leg: string): string => `${of(call)}/parties/${encodeURIComponent(leg)}`;
export const removeParty = (call: string, leg: string): Promise<void> => order('DELETE', party(call, leg));
export const muteParty = (call: string, leg: string, muted: boolean): Promise<void> =>
  order('PUT', party(call, leg), { muted });

/** Begins to supervise; `PATCH` moves on without a new ring. */
export const superviseCall = (call: string, mode: SupervisionMode, isUp: boolean): Promise<void> =>
  order(isUp ? 'PATCH' : 'POST', `${of(call)}/supervise`, { mode });
export const leaveSupervision = (call: string): Promise<void> => order('DELETE', `${of(call)}/supervise`);

export const setMobile = (on: boolean): Promise<void> => order('PUT', '/api/v1/me/mobile', { on });

export type TargetGroup = 'leaders' | 'members' | 'others' | 'queues';

/** Whom a call can be passed to (R053, R057). */
export interface TransferTarget {
  number: string;
  name: string;
  extension?: string;
  state?: LiveAgent['state'];
  activity?: LiveAgent['activity'];
  reachable: boolean;
}

export interface TransferTargets {
  groups: { key: TargetGroup; items: TransferTarget[] }[];
}

export const fetchTransferTargets = (call: string, signal: AbortSignal): Promise<TransferTargets> =>
  request('GET', '/api/v1/me/transfer-targets', { query: { call }, signal });
