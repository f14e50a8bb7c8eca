import type { AgentState } from './sessions';
import { request } from './client';

/** A leader decides for an agent; the server checks that this agent is led by the asker. */
export const forceState = (number: string, state: AgentState, reason: string): Promise<void> =>
  request('PUT', `/api/v1/users/${encodeURIComponent(number)}/state`, { body: { state, reason: reason || undefined } });

/** Ends the call for everybody in it; with `talkToAgent` for the customer only, and my telephone is rung. */
export const releaseCall = (call: string, talkToAgent = false): Promise<void> =>
  request('POST', `/api/v1/calls/${encodeURIComponent(call)}/release`, {
    body: talkToAgent ? { talk_to_agent: true } : undefined,
    timeoutMs: 5_000,
  });
