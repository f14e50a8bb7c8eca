import { request } from './client';
import type { Schema } from './schema';

/** A note on a recording (批注). */
export type Annotation = Schema<'AnnotationView'>;

export interface AnnotationWish {
  text: string;
  position_ms: number | null;
}

const of = (recording: string): string => `/api/v1/recordings/${encodeURIComponent(recording)}`;
const at = (recording: string, note: string): string => `${of(recording)}/annotations/${encodeURIComponent(note)}`;

export const fetchAnnotations = async (recording: string, signal?: AbortSignal): Promise<Annotation[]> =>
  (await request<{ items: Annotation[] }>('GET', `${of(recording)}/annotations`, { signal })).items;
export const addAnnotation = (recording: string, body: AnnotationWish): Promise<Annotation> =>
  request('POST', `${of(recording)}/annotations`, { body });
export const changeAnnotation = (recording: string, note: string, body: AnnotationWish): Promise<Annotation> =>
  request('PUT', at(recording, note), { body });
export const deleteAnnotation = (recording: string, note: string): Promise<void> =>
  request('DELETE', at(recording, note));
export const deleteRecording = (recording: string): Promise<void> => request('DELETE', of(recording));
