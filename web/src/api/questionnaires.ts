import { request, type Query } from './client';
import type { Page, Schema } from './schema';

/** Questionnaires (外呼问卷, R193–R196): asked in calls, filled in by agents, counted. */
export type QuestionnaireItem = Schema<'QuestionnaireItem'>;
export type QuestionnaireName = Schema<'QuestionnaireName'>;
export type QuestionnaireForm = Schema<'QuestionnaireForm'>;
export type QuestionnaireDraft = Schema<'QuestionnaireDraft'>;
export type QuestionnaireDetail = Schema<'QuestionnaireDetail'>;
export type Question = Schema<'Question'>;
export type QuestionOption = Schema<'QuestionOption'>;
export type QuestionKind = Question['kind'];
export type AnswerSheetItem = Schema<'AnswerSheetItem'>;
export type AnswerSheetView = Schema<'AnswerSheetView'>;
export type SheetAnswer = Schema<'SheetAnswer'>;
export type AnswerDraft = Schema<'AnswerDraft'>;
export type QuestionnaireCounts = Schema<'QuestionnaireCounts'>;
export type QuestionCount = Schema<'QuestionCount'>;

const path = '/api/v1/questionnaires';
const sheets = '/api/v1/answer-sheets';
const of = (base: string, id: string): string => `${base}/${encodeURIComponent(id)}`;

export const fetchQuestionnaires = (query: Query, signal?: AbortSignal): Promise<Page<QuestionnaireItem>> =>
  request('GET', path, { query, signal });
export const fetchQuestionnaireNames = async (): Promise<QuestionnaireName[]> =>
  (await request<{ items: QuestionnaireName[] }>('GET', `${path}/names`)).items;
export const fetchQuestionnaire = (id: string, signal?: AbortSignal): Promise<QuestionnaireDetail> =>
  request('GET', of(path, id), { signal });
export const fetchQuestionnaireForm = (id: string, signal?: AbortSignal): Promise<QuestionnaireForm> =>
  request('GET', `${of(path, id)}/form`, { signal });
export const saveQuestionnaire = (id: string | null, draft: QuestionnaireDraft): Promise<QuestionnaireDetail> =>
  request(id ? 'PUT' : 'POST', id ? of(path, id) : path, { body: draft });
export const deleteQuestionnaire = (id: string, version: number): Promise<void> =>
  request('DELETE', of(path, id), { query: { version } });

export const fetchAnswerSheets = (query: Query, signal?: AbortSignal): Promise<Page<AnswerSheetItem>> =>
  request('GET', sheets, { query, signal });
export const fetchAnswerSheet = (id: string, signal?: AbortSignal): Promise<AnswerSheetView> =>
  request('GET', of(sheets, id), { signal });
/** `token`: the same one again leads to the same sheet. */
export const addAnswerSheet = (wish: {
  questionnaire: string;
  version: number;
  token: string;
  answers: AnswerDraft[];
  customer?: string;
  call?: string;
}): Promise<AnswerSheetView> => request('POST', sheets, { body: wish });
export const correctAnswerSheet = (
  id: string,
  wish: { version: number; answers: AnswerDraft[] },
): Promise<AnswerSheetView> => request('PUT', of(sheets, id), { body: wish });

export const fetchQuestionnaireCounts = (query: Query, signal?: AbortSignal): Promise<QuestionnaireCounts> =>
  request('GET', '/api/v1/questionnaire-counts', { query, signal });
