import type { SyntaxNode } from '@lezer/common';
import { formatDuration, parseDuration } from '../../../src/core/text/duration.ts';
import { argumentsOf, type Edit, type Operator, replace, textOf } from './edit.ts';
import { valueMatters } from './value-matters.ts';

/** Ten times and a tenth of it; 1 for 0. */
export const numbers: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'NumberDurationLiteral' || isQuantile(node, expression) || !valueMatters(node)) return [];
  const value = Number(textOf(node, expression));
  if (Number.isNaN(value)) return [];
  if (value === 0) return [replace(node, '1', '0 becomes 1')];
  return [replace(node, plain(value * 10), 'number × 10'), replace(node, plain(value / 10), 'number ÷ 10')];
};

/** Another share than the median, and the least of all. */
export const quantiles: Operator = (node, expression): readonly Edit[] => {
  if (!isQuantile(node, expression)) return [];
  const value = textOf(node, expression);
  return [value === '0.9' ? '0.5' : '0.9', '0'].map((other) => replace(node, other, `quantile becomes ${other}`));
};

function isQuantile(node: SyntaxNode, expression: string): boolean {
  const call = node.parent?.parent;
  if (!call || argumentsOf(call)[0]?.from !== node.from) return false;
  return /^quantile/.test(textOf(call, expression));
}

/** Ranges, of subqueries as well, five times and a fifth of what they are. */
export const windows: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'MatrixSelector' && node.name !== 'SubqueryExpr') return [];
  const range = node.getChild('DurationExpr') ?? node.getChild('NumberDurationLiteralInDurationContext');
  const seconds = range ? parseDuration(textOf(range, expression)) : undefined;
  if (!range || seconds === undefined) return [];
  return [
    replace(range, formatDuration(seconds * 5), 'range × 5'),
    replace(range, formatDuration(Math.max(1, Math.floor(seconds / 5))), 'range ÷ 5'),
  ];
};

/** Now, where an earlier time was meant. */
export const offsets: Operator = (node): readonly Edit[] => {
  const inner = node.firstChild;
  if (node.name !== 'OffsetExpr' || !inner) return [];
  return [{ what: 'without offset', from: inner.to, to: node.to, insert: '', at: inner.to }];
};

/** Without the noise of floating point, and without an exponent. */
function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
