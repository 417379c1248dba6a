import { parser } from '@prometheus-io/lezer-promql';
import { escapeRegex, escapeString } from '../text/promql-escape.ts';
import { refusedByRe2 } from '../text/re2-syntax.ts';
import { readMatcher } from './label-matchers.ts';

/** What is wrong with an expression, and where: an offset into it. */
export interface PromqlFault {
  readonly rule: 'promql-syntax' | 'regex-refused';
  readonly message: string;
  readonly offset: number;
}

export type CheckedPromql =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: PromqlFault };

/**
 * Checks expressions, and writes their matchers as plainly as can be. What was checked once is known: the same expression
 * comes again with every test that foresees an alert.
 */
export function createPromqlChecker(): (expression: string) => CheckedPromql {
  const known = new Map<string, CheckedPromql>();
  return (expression) => {
    const found = known.get(expression);
    if (found) return found;
    const fault = findFault(expression);
    const checked: CheckedPromql = fault ? { ok: false, fault } : { ok: true, text: withPlainMatchers(expression) };
    known.set(expression, checked);
    return checked;
  };
}

/** The first thing that Prometheus would refuse an expression for, of those that can be told without it; `undefined` for none. */
export function findFault(expression: string): PromqlFault | undefined {
  const cursor = parser.parse(expression).cursor();
  do {
    if (cursor.type.isError) return syntaxFault(expression, cursor.from);
    if (cursor.name !== 'UnquotedLabelMatcher') continue;
    const matcher = readMatcher(expression.slice(cursor.from, cursor.to));
    const refused = matcher?.operator.endsWith('~') ? refusedByRe2(matcher.value) : undefined;
    if (refused === undefined) continue;
    return {
      rule: 'regex-refused',
      message: `RE2 refuses the regular expression "${matcher?.value}": ${refused}`,
      offset: cursor.from,
    };
  } while (cursor.next());
  return undefined;
}

/**
 * The same expression with `=` and `!=` in the place of `=~` and `!~` wherever the regular expression is one plain text.
 *
 * Templates compare with a regular expression, since there may be several components; linters rightly complain where
 * there is one.
 */
function withPlainMatchers(expression: string): string {
  const cursor = parser.parse(expression).cursor();
  let result = '';
  let end = 0;
  do {
    if (cursor.name !== 'UnquotedLabelMatcher') continue;
    const matcher = readMatcher(expression.slice(cursor.from, cursor.to));
    const text = matcher?.operator.endsWith('~') ? plainText(matcher.value) : undefined;
    if (matcher === undefined || text === undefined) continue;
    const { label, operator } = matcher;
    result += `${expression.slice(end, cursor.from)}${label}${operator === '=~' ? '=' : '!='}"${escapeString(text)}"`;
    end = cursor.to;
  } while (cursor.next());
  return result + expression.slice(end);
}

function syntaxFault(expression: string, offset: number): PromqlFault {
  const rest = expression.slice(offset).trim().split('\n')[0] ?? '';
  const near = rest === '' ? 'its end' : `"${rest.slice(0, 40)}"`;
  return { rule: 'promql-syntax', message: `the expression is not PromQL at ${near}`, offset };
}

/** The only text that a regular expression matches; `undefined` when it matches several, or the empty one. */
function plainText(pattern: string): string | undefined {
  const text = pattern.replaceAll(/\\([\\^$.*+?()[\]{}|])/g, '$1');
  return pattern !== '' && pattern === escapeRegex(text) ? text : undefined;
}
