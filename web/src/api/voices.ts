import { request, requestSound } from './client';
import type { Voice } from './config_types';

const path = '/api/v1/voices';
const of = (name: string): string => `${path}/${encodeURIComponent(name)}`;

export const fetchVoices = async (): Promise<Voice[]> => (await request<{ items: Voice[] }>('GET', path)).items;
export const deleteVoice = (name: string): Promise<void> => request('DELETE', of(name));
export const voiceSound = (name: string): string => `${of(name)}/audio`;
/** mp3, or wav mono 8 kHz (R260); the server says in its answer what is wrong with others. */
export const uploadVoice = (name: string, sound: Blob): Promise<void> =>
  request('POST', path, { query: { name }, body: sound, timeoutMs: 60_000 });
/** The text read aloud, as a WAV. */
export const speak = (text: string): Promise<Blob> => requestSound('POST', `${path}/speech`, { body: { text } });
