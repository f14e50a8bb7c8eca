import { companyOffsetMin } from '@/realtime/company_time';
import { pathWithQuery, request, type Query } from './client';
import type { Peaks } from './recordings';
import type { Page, Schema } from './schema';

export type Voicemail = Schema<'VoicemailView'>;
export type Survey = Schema<'SurveyView'>;
export type SurveyChart = Schema<'SurveyChart'>;
export type MissedCall = Schema<'MissedView'>;
export type LostCall = Schema<'LostView'>;
export type ForwardedCall = Schema<'ForwardedView'>;
export type Callback = Schema<'CallbackView'>;

/** One of the server's lists. */
interface Listing<Row> {
  fetch: (query: Query, signal: AbortSignal) => Promise<Page<Row>>;
}

function listing<Row>(name: string): Listing<Row> {
  const path = `/api/v1/${name}`;
  return {
    fetch: (query, signal) => request('GET', path, { query, signal }),
  };
}

export const voicemails = listing<Voicemail>('voicemails');
export const surveys = listing<Survey>('surveys');
export const missedCalls = listing<MissedCall>('missed-calls');
export const lostCalls = listing<LostCall>('lost-calls');
export const forwardedCalls = listing<ForwardedCall>('forwarded-calls');
export const callbacks = listing<Callback>('callbacks');

const of = (list: string, id: string): string => `/api/v1/${list}/${encodeURIComponent(id)}`;

export const voicemailSound = (id: string): string => `${of('voicemails', id)}/audio`;
export const fetchVoicemailPeaks = (id: string, points: number, signal: AbortSignal): Promise<Peaks> =>
  request('GET', `${of('voicemails', id)}/peaks`, { query: { points }, signal });
export const voicemailDownload = (id: string): string =>
  pathWithQuery(voicemailSound(id), { download: 1, utc_offset_min: companyOffsetMin() });
export const markListened = (id: string, listened: boolean): Promise<unknown> =>
  request('PATCH', of('voicemails', id), { body: { listened } });
export const deleteVoicemail = (id: string): Promise<unknown> => request('DELETE', of('voicemails', id));

export const fetchSurveyChart = (query: Query, signal?: AbortSignal): Promise<SurveyChart> =>
  request('GET', '/api/v1/surveys/chart', { query, signal });

export const markHandled = (id: string, handled: boolean): Promise<unknown> =>
  request('PATCH', of('missed-calls', id), { body: { handled } });

export type LostAct = 'occupy' | 'release' | 'complete';
export const actOnLostCall = (id: string, act: LostAct): Promise<unknown> =>
  request('POST', `${of('lost-calls', id)}/${act}`);

export const cancelCallback = (id: string): Promise<unknown> => request('DELETE', of('callbacks', id));
