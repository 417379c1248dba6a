import { findIssue } from '../core/browse/find-issue.ts';
import { suggestWords } from '../core/browse/suggest-words.ts';
import { text } from '../core/text/entry.ts';
import { joinWords } from '../core/text/join-words.ts';
import type { ConfigContext } from './config-context.ts';
import { refuse } from './setting-kind.ts';

/** The id of a component of the catalog. */
export function knownComponent({ catalog }: ConfigContext) {
  const ids = catalog?.components.map(({ id }) => id);
  return text.transform((id, context) => {
    if (!ids || ids.includes(id)) return id;
    const message = `no component "${id}" in the catalog${meant(suggestWords(id, ids))}`;
    return refuse(context, 'unknown-component', message);
  });
}

/** The id of an issue of the catalog, written as id or alias, in any case. */
export function knownIssue({ catalog }: ConfigContext) {
  return text.transform((idOrAlias, context) => {
    const search = catalog && findIssue(catalog, idOrAlias);
    if (!search) return idOrAlias;
    if (search.ok) return search.issue.id;
    const message = `no known issue "${idOrAlias}" in the catalog${meant(search.meant)}`;
    return refuse(context, 'unknown-issue', message);
  });
}

function meant(words: readonly string[]): string {
  return words.length === 0 ? '; plimsoll catalog list shows all' : `; did you mean ${joinWords(words, 'or')}?`;
}
