import type { Question, QuestionKind, QuestionnaireDetail, QuestionnaireDraft } from '@/api/questionnaires';

export const questionKinds: readonly QuestionKind[] = ['text', 'drop_down', 'single', 'multiple'];
export const mostQuestions = 50;
export const mostOptions = 50;
/** Of what the server has not seen yet. */
export const noId = '0';

export const hasOptions = (kind: QuestionKind): boolean => kind !== 'text';

export const blankQuestionnaire = (): QuestionnaireDraft => ({ name: '', state: 'open', version: 0, questions: [] });
export const draftOf = ({ form }: QuestionnaireDetail): QuestionnaireDraft => ({
  name: form.name,
  state: form.state,
  version: form.version,
  questions: form.questions,
});

export const blankQuestion = (kind: QuestionKind): Question => ({
  id: noId,
  kind,
  text: '',
  required: false,
  options: hasOptions(kind) ? blankOptions() : [],
});
const blankOptions = (): Question['options'] => [
  { id: noId, text: '' },
  { id: noId, text: '' },
];

/** Another kind of question keeps the options that it can have. */
export function turnedInto(question: Question, kind: QuestionKind): Question {
  const options = !hasOptions(kind) ? [] : question.options.length ? question.options : blankOptions();
  return { ...question, kind, options };
}

/** How many sheets answer a question, or one of its options. */
export function answersTo(detail: QuestionnaireDetail | null, question: string, option?: string): number {
  const found = detail?.answers.find((one) => one.question === question && (one.option ?? undefined) === option);
  return found?.sheets ?? 0;
}

/** What was written while the server saved is kept: only what was sent has become what the server made of it. */
export function writtenOn(
  now: QuestionnaireDraft,
  sent: QuestionnaireDraft,
  saved: QuestionnaireDraft,
): QuestionnaireDraft {
  if (JSON.stringify(now) === JSON.stringify(sent)) return saved;
  const known = new Map(sent.questions.map((question, at) => [JSON.stringify(question), saved.questions[at]]));
  const questions = now.questions.map((question) => known.get(JSON.stringify(question)) ?? question);
  return { ...now, version: saved.version, questions };
}
