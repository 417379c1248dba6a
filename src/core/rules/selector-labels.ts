import { type LabelMatcher, readMatchers } from './label-matchers.ts';

/**
 * Labels of a series that the matchers select: `job="kubelet", metrics_path="/metrics"` as an object.
 *
 * Rule tests need series that the configured selectors find. `=` gives the label; `=~` gives it when one of its
 * alternatives is a plain text; a negative matcher needs none. `undefined` when the text is no list of matchers, or a
 * regular expression has no plain alternative.
 */
export function selectorLabels(matchers: string): Readonly<Record<string, string>> | undefined {
  const reading = readMatchers(matchers);
  const labels = reading.ok ? reading.matchers.map(labelOfMatcher) : undefined;
  return labels?.every((label) => label !== undefined) ? Object.assign({}, ...labels) : undefined;
}

function labelOfMatcher({ label, operator, value }: LabelMatcher): Readonly<Record<string, string>> | undefined {
  if (operator.startsWith('!')) return {};
  const fitting = operator === '=' ? value : value.split('|').find((alternative) => /^[\w/.:-]+$/.test(alternative));
  return fitting === undefined ? undefined : { [label]: fitting };
}
