import { i18n } from '@/i18n';
import type { FlowProblem } from '@/api/config_types';

/** A problem in the language that is shown; the server's own sentence for what has no words here. */
export function problemWords(problem: FlowProblem): string {
  const { t, te } = i18n.global;
  const key = `flow.problem.${problem.code.replace('.', '_')}`;
  return te(key) ? t(key) : problem.message;
}
