import { childrenOf, type Edit, type Operator, replace, textOf } from './edit.ts';

/** A label forgotten in `by (…)`, `on (…)` and the like. */
export const groupingLabels: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'GroupingLabels') return [];
  const clause = node.prevSibling ? textOf(node.prevSibling, expression) : '';
  const labels = childrenOf(node).map((label) => textOf(label, expression));
  return childrenOf(node).map((label, index) => ({
    ...replace(node, `(${labels.toSpliced(index, 1).join(', ')})`, `${clause} without ${labels[index]}`),
    at: label.from,
  }));
};

/** A matcher forgotten. */
export const matchers: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'LabelMatchers') return [];
  const children = childrenOf(node);
  const texts = children.map((matcher) => textOf(matcher, expression));
  return children.map((matcher, index) => ({
    ...replace(node, `{${texts.toSpliced(index, 1).join(', ')}}`, `any ${labelOf(texts[index] ?? '')}`),
    at: matcher.from,
  }));
};

const words = /^"(?<words>[\w-]+(?:\|[\w-]+)+)"$/;

/** One of the words of `=~"a|b"` forgotten. */
export const alternatives: Operator = (node, expression): readonly Edit[] => {
  if (node.name !== 'UnquotedLabelMatcher') return [];
  const value = node.getChild('StringLiteral');
  const list = value && words.exec(textOf(value, expression))?.groups?.['words']?.split('|');
  if (!value || !list) return [];
  const label = labelOf(textOf(node, expression));
  return list.map((word, index) =>
    replace(value, `"${list.toSpliced(index, 1).join('|')}"`, `${label} without ${word}`),
  );
};

function labelOf(matcher: string): string {
  return matcher.split(/[=!]/)[0]?.trim() ?? '';
}
