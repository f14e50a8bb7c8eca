import { inject, provide, type InjectionKey, type Ref } from 'vue';
import type { FieldProblem } from '@/api/errors';

const key: InjectionKey<Ref<readonly FieldProblem[]>> = Symbol('form problems');

/** The problem of one field. The server names fields by their path; its end is enough: `queue[0].on_timeout`. */
export function problemAt(problems: readonly FieldProblem[], path: string): FieldProblem | undefined {
  return problems.find(({ field }) => field === path || field.endsWith(`.${path}`));
}

/** The same where parts of a thing have fields of the same name: the whole path, or one entry of a plain list below it. */
export function problemExactlyAt(problems: readonly FieldProblem[], path: string): FieldProblem | undefined {
  return problems.find(
    ({ field }) => field === path || (field.startsWith(`${path}[`) && /^\[\d+\]$/.test(field.slice(path.length))),
  );
}

/** What is wrong with one row of a list, in one text; '' when nothing is. The server names it `[2]` or `2`. */
export function problemOf(problems: readonly FieldProblem[], index: number): string {
  const names = new RegExp(`\\[${index}\\]|(^|\\.)${index}(\\.|$)`);
  return problems
    .filter(({ field }) => names.test(field))
    .map(({ message }) => message)
    .join(' ');
}

export const provideProblems = (problems: Ref<readonly FieldProblem[]>): void => provide(key, problems);
export const useProblems = (): Ref<readonly FieldProblem[]> | undefined => inject(key, undefined);

const exactKey: InjectionKey<boolean> = Symbol('exact form problems');
/** For forms whose parts have fields of the same name as the whole. */
export const provideExactProblems = (): void => provide(exactKey, true);
export const useProblemAt = (): typeof problemAt => (inject(exactKey, false) ? problemExactlyAt : problemAt);
