import { parser } from '@prometheus-io/lezer-promql';
import { refusedByRe2 } from '../text/re2-syntax.ts';

/** One of the conditions between the braces of a selector. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export type MatchersReading =
  | { readonly ok: true; readonly matchers: readonly LabelMatcher[] }
  /** What is wrong: a clause. */
  | { readonly ok: false; readonly message: string };

/** Label matchers without their braces: `job="kubelet", metrics_path=~"/metrics.*"`. Empty text is no matcher. */
export function readMatchers(text: string): MatchersReading {
  const texts = matcherTexts(`{${text}}`);
  if (!texts) return { ok: false, message: 'these are no label matchers' };
  const matchers: LabelMatcher[] = [];
  for (const one of texts) {
    const matcher = readMatcher(one);
    if (!matcher) return { ok: false, message: `${one} is not in double quotes, or has an escape that only Go knows` };
    const refused = matcher.operator.endsWith('~') ? refusedByRe2(matcher.value) : undefined;
    if (refused !== undefined)
      return { ok: false, message: `RE2 refuses the regular expression of ${one}: ${refused}` };
    matchers.push(matcher);
  }
  return { ok: true, matchers };
}

/** `undefined` when `selector` is anything but one selector. */
function matcherTexts(selector: string): readonly string[] | undefined {
  const tree = parser.parse(selector);
  const first = tree.topNode.firstChild;
  if (first?.name !== 'VectorSelector' || first.to !== selector.length) return undefined;
  const texts: string[] = [];
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError || cursor.name === 'QuotedLabelMatcher') return undefined;
    if (cursor.name === 'UnquotedLabelMatcher') texts.push(selector.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return texts;
}

const written = /^(?<label>\w+)\s*(?<operator>=~|!~|!=|=)\s*(?<quoted>".*")$/s;

/** One matcher as it is written; `undefined` when it has other quotes than double ones, or an escape that only Go knows. */
export function readMatcher(text: string): LabelMatcher | undefined {
  const { label = '', operator = '=', quoted = '' } = written.exec(text)?.groups ?? {};
  const value = unquote(quoted);
  return value === undefined ? undefined : { label, operator: operator as LabelMatcher['operator'], value }; // the four above
}

/** PromQL's double-quoted strings are Go's; those that matchers use are JSON's too. */
function unquote(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // an escape that only Go knows, or no double quotes
  }
}
