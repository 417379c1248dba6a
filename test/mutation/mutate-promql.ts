import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { arithmetic, comparisons } from './operators/comparisons.ts';
import { applyEdit, type Edit } from './operators/edit.ts';
import { aggregations, functions, replacedLabels } from './operators/functions.ts';
import { alternatives, groupingLabels, matchers } from './operators/labels.ts';
import { numbers, offsets, quantiles, windows } from './operators/numbers.ts';
import { setOperators } from './operators/set-operators.ts';

const operators = [
  comparisons,
  arithmetic,
  setOperators,
  groupingLabels,
  matchers,
  alternatives,
  numbers,
  quantiles,
  windows,
  offsets,
  aggregations,
  functions,
  replacedLabels,
] as const;

/** Every slip in an expression that gives another one; of slips that give the same, the first. */
export function mutatePromql(expression: string): readonly Edit[] {
  const seen = new Set([folded(expression)]);
  const edits: Edit[] = [];
  const visit = (node: SyntaxNode) => edits.push(...operators.flatMap((operator) => operator(node, expression)));
  parser.parse(expression).iterate({ enter: ({ node }) => void visit(node) });
  return edits.filter((edit) => {
    const text = folded(applyEdit(expression, edit));
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** White space and empty braces say nothing. */
function folded(expression: string): string {
  return expression.replaceAll('{}', '').replaceAll(/\s+/g, ' ');
}
