import { parser } from '@prometheus-io/lezer-promql';

/**
 * Labels of a series that the matchers select: `job="kubelet", metrics_path="/metrics"` as an object.
 *
 * Rule tests need series that the configured selectors find. `=` gives the label; `=~` gives it when one of its
 * alternatives is a plain text; a negative matcher needs none. `undefined` when the text is no list of matchers, or a
 * regular expression has no plain alternative.
 */
export function selectorLabels(matchers: string): Readonly<Record<string, string>> | undefined {
  const texts = matcherTexts(`{${matchers}}`);
  const labels = texts?.map(labelOfMatcher);
  return labels?.every((label) => label !== undefined) ? Object.assign({}, ...labels) : undefined;
}

/** `undefined` when `selector` is anything but one selector. */
function matcherTexts(selector: string): readonly string[] | undefined {
  const tree = parser.parse(selector);
  if (tree.topNode.firstChild?.name !== 'VectorSelector') return undefined;
  const texts: string[] = [];
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) return undefined;
    if (cursor.name === 'UnquotedLabelMatcher') texts.push(selector.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return texts;
}

const matcher = /^(?<name>\w+)\s*(?<operator>=~|!~|!=|=)\s*(?<quoted>".*")$/s;

function labelOfMatcher(text: string): Readonly<Record<string, string>> | undefined {
  const { name = '', operator = '', quoted = '' } = matcher.exec(text)?.groups ?? {};
  const value = unquote(quoted);
  if (value === undefined) return undefined;
  if (operator.startsWith('!')) return {};
  const fitting = operator === '=' ? value : value.split('|').find((alternative) => /^[\w/.:-]+$/.test(alternative));
  return fitting === undefined ? undefined : { [name]: fitting };
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
