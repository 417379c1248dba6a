import { readMatchers } from '../core/rules/label-matchers.ts';
import { compareText } from '../core/text/compare-text.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';
import type { ConfigContext } from './config-context.ts';
import { instanceSelector, refuse, valueEntry } from './setting-kinds.ts';

/** Which instances a baseline or a waiver is for; empty when it does not say. */
export function selectorEntry({ instanceLabels }: ConfigContext) {
  return valueEntry(instanceSelector, 'selector')
    .transform((selector, context) => {
      const reading = readMatchers(selector);
      const unknown = reading.ok && reading.matchers.find(({ label }) => !instanceLabels.includes(label));
      if (unknown) refuse(context, 'unknown-label', unknownLabel(unknown.label, instanceLabels));
      return selector;
    })
    .default('');
}

function unknownLabel(label: string, known: readonly string[]): string {
  const nearest = nearestWord(label, known);
  const remedy = nearest === undefined ? `ask for ${joinWords(known, 'or')}` : `did you mean ${nearest}?`;
  return `no instance has a label "${label}"; ${remedy}`;
}

/** The same for selectors that differ in nothing but order and spaces; `undefined` for what is none. */
export function selectorKey(selector: string): string | undefined {
  const reading = readMatchers(selector);
  if (!reading.ok) return undefined;
  return reading.matchers
    .map(({ label, operator, value }) => JSON.stringify([label, operator, value]))
    .sort(compareText)
    .join();
}
