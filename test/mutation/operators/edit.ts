import type { SyntaxNode } from '@lezer/common';

/** One small change of a text. */
export interface Edit {
  /** What it does, without the values of one issue: `> becomes <`. */
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** The offset that a reader should look at; an operand that goes begins with its operator. */
  readonly at: number;
}

/** Every slip of one kind that `node` of `expression` can have. */
export type Operator = (node: SyntaxNode, expression: string) => readonly Edit[];

export function applyEdit(text: string, { from, to, insert }: Edit): string {
  return text.slice(0, from) + insert + text.slice(to);
}

export function textOf(node: SyntaxNode, expression: string): string {
  return expression.slice(node.from, node.to);
}

/** Puts another text in the place of `node`. */
export function replace(node: SyntaxNode, insert: string, what: string): Edit {
  return { what, from: node.from, to: node.to, insert, at: node.from };
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** The parts of `a > on (b) c`; `undefined` for anything else. */
export interface Operation {
  readonly left: SyntaxNode;
  readonly operator: SyntaxNode;
  readonly matching: SyntaxNode | undefined;
  readonly right: SyntaxNode;
}

export function operationOf(node: SyntaxNode): Operation | undefined {
  if (node.name !== 'BinaryExpr') return undefined;
  const children = childrenOf(node);
  const [left, operator] = children;
  const right = children.at(-1);
  if (!left || !operator || !right) return undefined;
  return { left, operator, right, matching: children.find(({ name }) => name === 'MatchingModifierClause') };
}

/** What a function or an aggregation is called with, without its `by` clause. */
export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = node.getChild('FunctionCallBody');
  return body ? childrenOf(body) : [];
}
