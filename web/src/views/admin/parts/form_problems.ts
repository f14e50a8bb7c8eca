import { inject, provide, type InjectionKey, type Ref } from 'vue';
import type { FieldProblem } from '@/api/errors';

const key: InjectionKey<Ref<readonly FieldProblem[]>> = Symbol('form problems');

/** The problem of one field. The server names fields by their path; its end is enough: `queue[0].on_timeout`. */
export function problemAt(problems: readonly FieldProblem[], path: string): FieldProblem | undefined {
  return problems.find(({ field }) => field === path || field.endsWith(`.${path}`));
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
