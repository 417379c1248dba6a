import type { SyntaxNode } from '@lezer/common';
import { operationOf } from './edit.ts';

/** They look at which series there are, not at their values. */
const blindToValues = new Set([
  'Group',
  'Count',
  'Absent',
  'AbsentOverTime',
  'PresentOverTime',
  'CountOverTime',
  'Timestamp',
]);
/** They choose among series by their values. */
const choosing = new Set(['Topk', 'Bottomk']);
const setOperators = new Set(['And', 'Unless']);
const handingOperators = new Set(['Or', 'Add', 'Sub', 'Mul', 'Div']);

/** Whether anything inside the expression sees the value of `node`, and not only whether it is there. */
export function valueMatters(node: SyntaxNode): boolean {
  const { parent } = node;
  if (!parent) return true;
  const called = calledBy(parent);
  if (choosing.has(called)) return true;
  if (blindToValues.has(called)) return false;
  const operation = operationOf(parent);
  if (operation && setOperators.has(operation.operator.name)) {
    return isSame(operation.left, node) && valueMatters(parent);
  }
  const handsOn = operation ? handingOperators.has(operation.operator.name) : handingNodes.has(parent.name);
  return handsOn ? valueMatters(parent) : true;
}

/** Parentheses, a list of arguments, a range, and a call itself hand a value on. */
const handingNodes = new Set([
  'ParenExpr',
  'FunctionCallBody',
  'AggregateExpr',
  'FunctionCall',
  'MatrixSelector',
  'OffsetExpr',
]);

/** The grammar's name of the function or aggregation that `node` is a call of. */
function calledBy(node: SyntaxNode): string {
  return (node.getChild('AggregateOp') ?? node.getChild('FunctionIdentifier'))?.firstChild?.name ?? '';
}

function isSame(a: SyntaxNode, b: SyntaxNode): boolean {
  return a.from === b.from && a.to === b.to;
}
