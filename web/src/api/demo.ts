import { request } from './client';

export const setSimulation = (running: boolean): Promise<void> =>
  request('PUT', '/api/v1/demo/simulation', { body: { running } });

/** A robot customer rings this browser. */
export const callMe = (): Promise<void> => request('POST', '/api/v1/demo/call-me');
