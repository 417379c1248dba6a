import type { SyntaxNode } from '@lezer/common';
import { type Edit, type Operator, operationOf, replace, textOf } from './edit.ts';
import { valueMatters } from './value-matters.ts';

const opposite: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<', '<=': '>', '==': '!=', '!=': '==' };
const atTheBoundary: Readonly<Record<string, string>> = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' };

/** The other way round, one off where values are whole numbers, or not compared at all. */
export const comparisons: Operator = (node, expression) => {
  const operation = operationOf(node);
  if (!operation) return [];
  const { left, operator, right } = operation;
  const text = textOf(operator, expression);
  const other = opposite[text];
  if (other === undefined) return [];
  const boundary = atTheBoundary[text];
  return [
    replace(operator, other, `${text} becomes ${other}`),
    ...(boundary !== undefined && boundaryShows(left, right, expression)
      ? [replace(operator, boundary, `${text} becomes ${boundary}`)]
      : []),
    ...(isAnyCount(textOf(node, expression))
      ? []
      : [{ what: `without ${text}`, from: left.to, to: node.to, insert: '', at: operator.from }]),
  ];
};

/** A count that is there is above 0 anyway; people write it so that the alert reads as one. */
function isAnyCount(comparison: string): boolean {
  return /^count\b[\s\S]*> 0$/.test(comparison);
}

/** Between fractions nothing lies on the boundary. A count is whole, and never 0; other values are 0 often. */
function boundaryShows(left: SyntaxNode, right: SyntaxNode, expression: string): boolean {
  if (right.name !== 'NumberDurationLiteral') return false;
  const counts = /^count(?:_over_time)?\b/.test(textOf(left, expression));
  return counts !== (Number(textOf(right, expression)) === 0);
}

const otherArithmetic: Readonly<Record<string, string>> = { '+': '-', '-': '+', '/': '*', '*': '/' };

/** Another sum. A join multiplies with an info series of 1, where dividing would be the same. */
export const arithmetic: Operator = (node, expression): readonly Edit[] => {
  const operation = operationOf(node);
  if (!operation || !valueMatters(node)) return [];
  const { operator, matching } = operation;
  const text = textOf(operator, expression);
  const other = text === '*' && matching ? '+' : otherArithmetic[text];
  return other === undefined ? [] : [replace(operator, other, `${text} becomes ${other}`)];
};
