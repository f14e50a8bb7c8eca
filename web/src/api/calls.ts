import { request } from './client';

const of = (call: string): string => `/api/v1/calls/${encodeURIComponent(call)}`;
const order = (call: string, verb: string, body?: unknown): Promise<void> =>
  request('POST', `${of(call)}/${verb}`, { body, timeoutMs: 5_000 });

/** My device is called first; the page answers that by itself. */
export const dial = (to: string): Promise<{ id: string }> =>
  request('POST', '/api/v1/calls', { body: { to }, timeoutMs: 8_000 });

export const answerCall = (call: string): Promise<void> => order(call, 'answer');
export const hangUpCall = (call: string): Promise<void> => order(call, 'hangup');
export const holdCall = (call: string): Promise<void> => order(call, 'hold');
export const retrieveCall = (call: string): Promise<void> => order(call, 'retrieve');
export const muteCall = (call: string, muted: boolean): Promise<void> => order(call, muted ? 'mute' : 'unmute');
export const sendDigits = (call: string, digits: string): Promise<void> => order(call, 'dtmf', { digits });
export const pauseRecording = (call: string, paused: boolean): Promise<void> =>
  order(call, paused ? 'record/pause' : 'record/resume');
