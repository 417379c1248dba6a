import type { Component } from '../components/component.ts';
import { escapeRegex } from '../text/promql-escape.ts';

/**
 * A regular expression (RE2, anchored as in PromQL) for image references that may be a component's. It matches every
 * reference that a recogniser of these components takes, and few others. `undefined` when none runs in a container.
 *
 * Written as a tree, since VictoriaMetrics takes queries of 16 KiB and no more.
 */
export function imagePattern(components: readonly Component[]): string | undefined {
  const paths = components.flatMap(({ runs }) =>
    runs.as === 'container' ? [...runs.images, ...runs.sharedImages] : [],
  );
  if (paths.length === 0) return undefined;
  // A path of one part is in `library` on Docker Hub, and pods write it without.
  const written = new Set(paths.flatMap((path) => [path, path.replace(/^library\//, '')]));
  return `(?:.*/)?${anyOfTree([...written].sort())}(?:[:@].*)?`;
}

/** Any of these texts, sorted; those that begin alike share their beginning. */
function anyOfTree(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  if (others.length === 0) return escapeRegex(first);
  const alternatives = [...Map.groupBy(texts, (text) => text.charAt(0)).values()].map((group) => {
    const shared = sharedStart(group);
    const rests = group.map((text) => text.slice(shared.length));
    return rests.length === 1 ? escapeRegex(shared) : `${escapeRegex(shared)}${anyOfTree(rests)}`;
  });
  return `(?:${alternatives.join('|')})`;
}

/** All of a group begin with one character; this is how they all begin. Of the empty text, all of it. */
function sharedStart(texts: readonly string[]): string {
  const [first = ''] = texts;
  const last = texts.at(-1) ?? '';
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  return first.slice(0, length);
}
