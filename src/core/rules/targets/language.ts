import { parser } from '@prometheus-io/lezer-promql';

/**
 * What PromQL gained over the years, by the version of Prometheus that has it without a feature flag.
 *
 * Source: Prometheus' changelog. What is older than 2.16 is not listed; what is still experimental is no part of any rule.
 */
const since: Readonly<Record<string, string>> = {
  absent_over_time: '2.16',
  group: '2.20',
  clamp: '2.26',
  last_over_time: '2.26',
  sgn: '2.26',
  present_over_time: '2.29',
  acos: '2.31',
  acosh: '2.31',
  asin: '2.31',
  asinh: '2.31',
  atan: '2.31',
  atan2: '2.31',
  atanh: '2.31',
  cos: '2.31',
  cosh: '2.31',
  deg: '2.31',
  pi: '2.31',
  rad: '2.31',
  sin: '2.31',
  sinh: '2.31',
  tan: '2.31',
  tanh: '2.31',
  'the modifier @': '2.33',
  'a negative offset': '2.33',
};

export interface LanguageNeed {
  readonly what: string;
  /** Version of Prometheus. */
  readonly since: string;
}

/** What an expression uses that not every Prometheus has, in the order of its first use. */
export function languageNeeds(expression: string): readonly LanguageNeed[] {
  const needs = new Map<string, LanguageNeed>();
  const cursor = parser.parse(expression).cursor();
  do {
    const what = whatIsAt(cursor.name, expression.slice(cursor.from, cursor.to));
    const version = what === undefined ? undefined : since[what];
    if (what !== undefined && version !== undefined) needs.set(what, { what, since: version });
  } while (cursor.next());
  return [...needs.values()];
}

function whatIsAt(node: string, text: string): string | undefined {
  if (node === 'FunctionIdentifier' || node === 'AggregateOp' || node === 'Atan2') return text.toLowerCase();
  if (node === 'At') return 'the modifier @';
  if (node === 'OffsetDurationExpr' && text.startsWith('-')) return 'a negative offset';
  return undefined;
}
