import { findIssue } from '../browse/find-issue.ts';
import { suggestWords } from '../browse/suggest-words.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { KnownIssue } from '../catalog/known-issue.ts';
import { matchesGlob } from '../text/glob.ts';
import { joinWords } from '../text/join-words.ts';

/** Which issues rules are written for. An issue has to be chosen by each of these that is not empty. */
export interface IssueSelection {
  /** Ids or aliases in any case; `*` stands for any text. */
  readonly issues: readonly string[];
  /** Ids of affected components, or of the victim; `*` stands for any text. */
  readonly components: readonly string[];
  /**
   * Ids of components that run somewhere; `undefined` when that does not count.
   *
   * The component decides and not its version: rules that are there before an upgrade see what it brings.
   */
  readonly present: ReadonlySet<string> | undefined;
}

export type SelectionKind = 'issues' | 'components';

/** The same catalog with nothing but the selected issues. Words that choose nothing are `findSelectionSlip`'s to tell. */
export function selectIssues(catalog: Catalog, { issues, components, present }: IssueSelection): Catalog {
  const byId = issues.length === 0 ? undefined : new Set(issues.flatMap((word) => chosenIssues(word, catalog)));
  const byComponent =
    components.length === 0 ? undefined : new Set(components.flatMap((word) => chosenComponents(word, catalog)));
  const isChosen = (issue: KnownIssue) => {
    const affected = issue.affected.map(({ component }) => component.id);
    const concerned = issue.victim ? [...affected, issue.victim.id] : affected;
    return (
      (byId?.has(issue.id) ?? true) &&
      (!byComponent || concerned.some((id) => byComponent.has(id))) &&
      (!present || affected.some((id) => present.has(id)))
    );
  };
  return { ...catalog, issues: catalog.issues.filter(isChosen) };
}

/** A word of a selection that chooses nothing. */
export interface SelectionSlip {
  readonly problem: string;
  readonly remedy: string;
}

/** What is wrong with a word of a selection; `undefined` when it chooses something. */
export function findSelectionSlip(kind: SelectionKind, word: string, catalog: Catalog): SelectionSlip | undefined {
  const { choose, what, idsOf } = kinds[kind];
  if (choose(word, catalog).length > 0) return undefined;
  const words = suggestWords(word.replaceAll('*', ''), idsOf(catalog));
  const remedy = words.length === 0 ? 'plimsoll catalog list shows all' : `did you mean ${joinWords(words, 'or')}?`;
  return { problem: `no ${what} "${word}" in the catalog`, remedy };
}

const kinds = {
  issues: { choose: chosenIssues, what: 'known issue', idsOf: ({ issues }: Catalog) => issues.map(({ id }) => id) },
  components: {
    choose: chosenComponents,
    what: 'component',
    idsOf: ({ components }: Catalog) => components.map(({ id }) => id),
  },
} as const;

function chosenIssues(word: string, catalog: Catalog): readonly string[] {
  if (word.includes('*')) {
    return catalog.issues.flatMap(({ id }) => (matchesGlob(word.toUpperCase(), id.toUpperCase()) ? [id] : []));
  }
  const search = findIssue(catalog, word);
  return search.ok ? [search.issue.id] : [];
}

function chosenComponents(word: string, { components }: Catalog): readonly string[] {
  return components.flatMap(({ id }) => (matchesGlob(word.toLowerCase(), id) ? [id] : []));
}
