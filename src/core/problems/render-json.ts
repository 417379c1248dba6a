import type { Problem } from '../text/problem.ts';

/**
 * For scripts: `{"problems": [{"file", "line", "column", "rule", "message"}], "counts": {…}}`.
 *
 * The shape is a contract: keys may be added, and none is renamed or taken away. `counts` says how much was read without
 * problems.
 */
export function renderJson(problems: readonly Problem[], counts: Readonly<Record<string, number>>): string {
  const shown = problems.map(({ file, line, column, rule, message }) => ({ file, line, column, rule, message }));
  return `${JSON.stringify({ problems: shown, counts }, undefined, 2)}\n`;
}
