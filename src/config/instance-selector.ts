import type { z } from 'zod';
import type { Component } from '../core/components/component.ts';
import { instanceLabels } from '../core/rules/instance-labels.ts';
import { readMatchers } from '../core/rules/label-matchers.ts';
import { compareText } from '../core/text/compare-text.ts';
import { joinWords } from '../core/text/join-words.ts';
import { nearestWord } from '../core/text/nearest-word.ts';
import type { ConfigContext } from './config-context.ts';
import { refuse, valueEntry } from './setting-kind.ts';
import { instanceSelector } from './text-kinds.ts';

type Runs = Component['runs']['as'];

/** Which instances a baseline or a waiver is for; empty when it does not say. */
export function selectorEntry(context: ConfigContext) {
  return valueEntry(instanceSelector, 'selector')
    .transform((selector, refinement) => {
      refuseUnknownLabel(selector, instanceLabels('container', context.clusterLabel), refinement);
      return selector;
    })
    .default('');
}

/** A selector for processes on nodes cannot ask for what only containers have. */
export function checkSelector(
  selector: string,
  components: readonly Component[],
  { clusterLabel }: ConfigContext,
  refinement: z.core.$RefinementCtx,
): void {
  const kinds = new Set<Runs>(components.map(({ runs }) => runs.as));
  if (kinds.size === 0 || kinds.has('container')) return;
  refuseUnknownLabel(selector, instanceLabels('node-process', clusterLabel), refinement, ['selector']);
}

function refuseUnknownLabel(
  selector: string,
  known: readonly string[],
  refinement: z.core.$RefinementCtx,
  path: readonly PropertyKey[] = [],
): void {
  const reading = readMatchers(selector);
  const unknown = reading.ok ? reading.matchers.find(({ label }) => !known.includes(label)) : undefined;
  if (!unknown) return;
  const nearest = nearestWord(unknown.label, known);
  const remedy = nearest === undefined ? `ask for ${joinWords(known, 'or')}` : `did you mean ${nearest}?`;
  refuse(refinement, 'unknown-label', `no such instance has a label "${unknown.label}"; ${remedy}`, path);
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
