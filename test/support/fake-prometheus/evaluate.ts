import { parser } from '@prometheus-io/lezer-promql';
import type { FakeSeries } from './series.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** One series of an instant vector. */
export interface FakeSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
  readonly seenAt: number;
}

/** Evaluates the part of PromQL that discovery asks in; throws on any other. */
export function evaluate(expression: string, series: readonly FakeSeries[]): readonly FakeSample[] {
  const text = ({ from, to }: SyntaxNode) => expression.slice(from, to);
  const textOf = (node: SyntaxNode | null) => (node ? text(node) : '');

  function visit(node: SyntaxNode): readonly FakeSample[] {
    switch (node.name) {
      case 'PromQL':
      case 'ParenExpr':
        return visit(childOf(node, 0));
      case 'VectorSelector':
        return select(node);
      case 'FunctionCall':
        return call(node);
      case 'AggregateExpr':
        return count(node);
      case 'BinaryExpr':
        return combine(node);
      default:
        throw new Error(`the fake does not evaluate ${node.name}: ${text(node)}`);
    }
  }

  function select(node: SyntaxNode): readonly FakeSample[] {
    const name = textOf(node.getChild('Identifier'));
    const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(matcherOf);
    return series
      .map(({ name, labels, value, seenAt }) => ({ metric: { __name__: name, ...labels }, value, seenAt }))
      .filter(({ metric }) => (name === '' || metric.__name__ === name) && matchers.every((fits) => fits(metric)));
  }

  function matcherOf(node: SyntaxNode): (metric: FakeSample['metric']) => boolean {
    const label = textOf(node.getChild('LabelName'));
    const wanted = JSON.parse(textOf(node.getChild('StringLiteral')));
    const operator = textOf(node.getChild('MatchOp'));
    if (operator !== '=' && operator !== '=~') throw new Error(`the fake does not match with ${operator}`);
    const pattern = new RegExp(`^(?:${wanted})$`, 's');
    return (metric) => (operator === '=' ? (metric[label] ?? '') === wanted : pattern.test(metric[label] ?? ''));
  }

  function call(node: SyntaxNode): readonly FakeSample[] {
    const body = node.getChild('FunctionCallBody');
    const vector = visit(childOf(body, 0));
    if (textOf(node.getChild('FunctionIdentifier')) === 'timestamp') {
      return vector.map(({ metric: { __name__: _, ...metric }, seenAt }) => ({ metric, value: seenAt, seenAt }));
    }
    const [target, replacement, source, pattern] = (body?.getChildren('StringLiteral') ?? []).map((literal) =>
      JSON.parse(text(literal)),
    );
    return vector.map((sample) => {
      const match = new RegExp(`^(?:${pattern})$`).exec(sample.metric[source] ?? '');
      if (!match) return sample;
      return { ...sample, metric: { ...sample.metric, [target]: replacement.replace('$1', match[1] ?? '') } };
    });
  }

  function count(node: SyntaxNode): readonly FakeSample[] {
    const by = (node.getChild('AggregateModifier')?.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map(
      text,
    );
    const groups = Map.groupBy(visit(childOf(node.getChild('FunctionCallBody'), 0)), ({ metric }) =>
      JSON.stringify(Object.entries(metric).filter(([label]) => by.includes(label))),
    );
    return [...groups].map(([key, { length }]) => ({
      metric: Object.fromEntries(JSON.parse(key)),
      value: length,
      seenAt: 0,
    }));
  }

  function combine(node: SyntaxNode): readonly FakeSample[] {
    const left = visit(childOf(node, 0));
    if (node.getChild('Eql')) return left.filter(({ value }) => value === Number(textOf(node.lastChild)));
    const right = visit(childOf(node, -1));
    const on = node.getChild('MatchingModifierClause')?.getChild('GroupingLabels')?.getChildren('LabelName').map(text);
    const keyOf = ({ metric: { __name__: _, ...labels } }: FakeSample) =>
      JSON.stringify(on ? on.map((label) => labels[label] ?? '') : Object.entries(labels).sort());
    const keys = (vector: readonly FakeSample[]) => new Set(vector.map(keyOf));
    if (node.getChild('And')) {
      const known = keys(right);
      return left.filter((sample) => known.has(keyOf(sample)));
    }
    if (!node.getChild('Or')) throw new Error(`the fake does not evaluate ${text(node)}`);
    const known = keys(left);
    return [...left, ...right.filter((sample) => !known.has(keyOf(sample)))];
  }

  const tree = parser.parse(expression);
  tree.iterate({
    enter({ type, from }) {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${expression}`);
    },
  });
  return visit(tree.topNode);
}

function childOf(node: SyntaxNode | null, index: 0 | -1): SyntaxNode {
  const child = index === 0 ? node?.firstChild : node?.lastChild;
  if (!child) throw new Error('an expression lacks a part');
  return child;
}
