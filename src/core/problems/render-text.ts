import { formatProblem, type Problem } from '../text/problem.ts';

/** For a person, and for editors that jump to `file:line:column`. */
export function renderText(problems: readonly Problem[]): string {
  return problems.map((problem) => `${formatProblem(problem)}\n`).join('');
}
