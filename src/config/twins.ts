import { findIssue } from '../core/browse/find-issue.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { valueAt } from '../core/text/value-at.ts';
import { selectorKey } from './instance-selector.ts';
import type { PlacedProblem } from './mistakes.ts';

/** Baselines and waivers that an earlier one is about already. */
export function findTwins(document: unknown, catalog: Catalog | undefined): readonly PlacedProblem[] {
  const idOf = (word: string) => {
    const search = catalog && findIssue(catalog, word);
    return search?.ok ? search.issue.id : word;
  };
  const baselines = twinsIn(document, 'baselines', 'component', (id) => id);
  const waivers = twinsIn(document, 'waivers', 'issue', idOf);
  return [
    ...baselines.map(
      (at): PlacedProblem => ({
        at,
        rule: 'baseline-twice',
        message: 'an earlier baseline is for the same component and selector; keep one of the two',
      }),
    ),
    ...waivers.map(
      (at): PlacedProblem => ({
        at,
        rule: 'waiver-twice',
        message: 'an earlier waiver is for the same issue and selector; keep one of the two',
      }),
    ),
  ];
}

/** Where the entries stand whose `key` and selector an earlier entry has. */
function twinsIn(
  document: unknown,
  list: string,
  key: string,
  idOf: (word: string) => string,
): readonly (readonly PropertyKey[])[] {
  const entries = valueAt(document, [list]);
  if (!Array.isArray(entries)) return [];
  const seen = new Set<string>();
  return entries.flatMap((entry: unknown, index) => {
    const word = valueAt(entry, [key]);
    const selector = valueAt(entry, ['selector']) ?? '';
    const place = typeof selector === 'string' ? selectorKey(selector) : undefined;
    if (typeof word !== 'string' || place === undefined) return [];
    const identity = JSON.stringify([idOf(word.trim()), place]);
    if (seen.has(identity)) return [[list, index, key]];
    seen.add(identity);
    return [];
  });
}
