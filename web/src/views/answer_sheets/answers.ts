import type { AnswerDraft, SheetAnswer, Question } from '@/api/questionnaires';

/** What is said to one question: options, or a text. */
export interface Said {
  options: string[];
  text: string;
}
/** By the question. */
export type Answers = Record<string, Said>;

export const saidTo = (answers: Answers, question: string): Said => answers[question] ?? { options: [], text: '' };
export const isEmpty = (answers: Answers): boolean =>
  Object.values(answers).every(({ options, text }) => !options.length && !text.trim());

/** A filled-in sheet as answers that can be corrected. */
export const answersOf = (sheet: readonly SheetAnswer[]): Answers =>
  Object.fromEntries(
    sheet.map(({ question, options, text }) => [question, { options: options.map(({ id }) => id), text }]),
  );

/** The form, with the options that nobody can choose any more where the sheet holds them: they may stay. */
export const withKept = (form: readonly Question[], sheet: readonly SheetAnswer[]): Question[] =>
  form.map((question) => {
    const said = sheet.find((one) => one.question === question.id)?.options ?? [];
    const gone = said.filter(({ id }) => !question.options.some((option) => option.id === id));
    return { ...question, options: [...question.options, ...gone] };
  });

/** What the server is sent: of questions that are asked, and said something to. */
export const draftsOf = (form: readonly Question[], answers: Answers): AnswerDraft[] =>
  form
    .map(({ id }) => ({ question: id, ...saidTo(answers, id) }))
    .filter(({ options, text }) => options.length || text.trim());

/** One of several, or several of many, chosen or taken back. */
export function chosen(question: Question, said: Said, option: string): Said {
  if (question.kind !== 'multiple') return { options: option ? [option] : [], text: '' };
  const without = said.options.filter((one) => one !== option);
  return { options: without.length < said.options.length ? without : [...without, option], text: '' };
}
