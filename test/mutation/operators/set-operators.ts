import { type Edit, type Operator, operationOf, replace, textOf } from './edit.ts';

/** An operand of `and`, `unless` or `or` forgotten, `and` for `unless`, and labels that do not say which to match. */
export const setOperators: Operator = (node, expression): readonly Edit[] => {
  const operation = operationOf(node);
  if (!operation) return [];
  const { left, operator, right, matching } = operation;
  const text = textOf(operator, expression);
  if (!['and', 'unless', 'or'].includes(text)) return [];
  const withoutRight = { what: `without what follows ${text}`, from: left.to, to: node.to, insert: '' };
  const on = matching ? textOf(matching, expression) : '';
  return [
    { ...withoutRight, at: operator.from },
    ...(text === 'or'
      ? [{ ...replace(node, textOf(right, expression), 'without what or follows'), at: operator.from }]
      : []),
    ...(text === 'and' ? [replace(operator, 'unless', 'and becomes unless')] : []),
    ...(text === 'unless' ? [replace(operator, 'and', 'unless becomes and')] : []),
    ...(matching && !on.includes('group_') ? [replace(matching, '', `${text} without its ${on.split(/\W/)[0]}`)] : []),
  ];
};
