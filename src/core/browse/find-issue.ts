import type { Catalog } from '../catalog/catalog.ts';
import { type KnownIssue, ticketOf, ticketsOf } from '../catalog/known-issue.ts';
import { suggestWords } from './suggest-words.ts';

export type IssueSearch =
  | { readonly ok: true; readonly issue: KnownIssue }
  /** `meant` are ids of the catalog, best first; empty when none is near. */
  | { readonly ok: false; readonly meant: readonly string[] };

/** The issue with this id or alias, in any case: `calico-8856`, `projectcalico/calico#8833`, or the ticket's address. */
export function findIssue({ issues }: Catalog, idOrAlias: string): IssueSearch {
  const written = idOrAlias.trim();
  const wanted = ticketOf(written) ?? written.toLowerCase();
  const issue =
    issues.find(({ id }) => id.toLowerCase() === wanted) ?? issues.find((one) => ticketsOf(one).includes(wanted));
  if (issue) return { ok: true, issue };
  const ids = issues.map(({ id }) => id);
  return { ok: false, meant: suggestWords(wanted, ids) };
}
