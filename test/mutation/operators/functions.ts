import { argumentsOf, type Edit, type Operator, replace, textOf } from './edit.ts';
import { valueMatters } from './value-matters.ts';

const otherAggregations: Readonly<Record<string, readonly string[]>> = {
  sum: ['max'],
  max: ['min', 'sum'],
  min: ['max'],
  avg: ['max'],
  // What is counted is an info series most of the time, of which the sum is the count.
  count: ['group'],
  group: ['sum'],
  topk: ['bottomk'],
  bottomk: ['topk'],
};

export const aggregations: Operator = (node, expression): readonly Edit[] => {
  const operator = node.getChild('AggregateOp');
  if (node.name !== 'AggregateExpr' || !operator) return [];
  const text = textOf(operator, expression);
  const picksSeries = text.endsWith('k');
  if (!picksSeries && !valueMatters(node)) return [];
  return (otherAggregations[text] ?? []).map((other) => replace(operator, other, `${text} becomes ${other}`));
};

const otherFunctions: Readonly<Record<string, string>> = {
  min_over_time: 'max_over_time',
  max_over_time: 'min_over_time',
  avg_over_time: 'max_over_time',
  count_over_time: 'sum_over_time',
  last_over_time: 'min_over_time',
  rate: 'increase',
  deriv: 'delta',
  clamp_min: 'clamp_max',
  clamp_max: 'clamp_min',
};

/** Over a window another function, or no window at all. */
export const functions: Operator = (node, expression): readonly Edit[] => {
  const called = node.getChild('FunctionIdentifier');
  if (node.name !== 'FunctionCall' || !called) return [];
  const text = textOf(called, expression);
  const other = otherFunctions[text];
  const seen = valueMatters(node);
  return [
    ...(other !== undefined && seen ? [replace(called, other, `${text} becomes ${other}`)] : []),
    ...withoutWindow(node, expression, text),
    ...withoutFunction(node, expression, text),
  ];
};

const withoutWindow = (node: Parameters<Operator>[0], expression: string, text: string): readonly Edit[] => {
  const selector = argumentsOf(node).find(({ name }) => name === 'MatrixSelector')?.firstChild;
  if (!text.endsWith('_over_time') || !selector) return [];
  return [replace(node, textOf(selector, expression), `without ${text}`)];
};

const dispensable = new Set(['clamp_min', 'clamp_max', 'timestamp', 'abs', 'round', 'ceil', 'floor', 'sgn']);

const withoutFunction = (node: Parameters<Operator>[0], expression: string, text: string): readonly Edit[] => {
  const [first] = argumentsOf(node);
  if (!dispensable.has(text) || !first || !valueMatters(node)) return [];
  return [replace(node, textOf(first, expression), `without ${text}`)];
};

/** Another label or value than `label_replace` was meant to write. */
export const replacedLabels: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'FunctionCall' || !textOf(node, expression).startsWith('label_replace')) return [];
  return argumentsOf(node).flatMap((argument) => {
    const text = textOf(argument, expression);
    if (argument.name !== 'StringLiteral' || !/^"\w+"$/.test(text)) return [];
    return [replace(argument, '"mutant"', `${text} becomes "mutant"`)];
  });
};
