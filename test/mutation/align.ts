/** Which stretch of a filled text stands for which stretch of its template. */
export interface Stretch {
  readonly filled: number;
  readonly template: number;
  /** `undefined` for text that stands in the template as it is. */
  readonly placeholder: string | undefined;
  readonly value: string;
}

/** One that has a line to itself takes the line with it: where its value is empty, the line may be gone. */
const placeholder = /(?:\n[ \t]*(?=<<[^<>]*>>[ \t]*(?:\n|$)))?<<\s*(?<name>[^<>]*?)\s*>>/g;

/** How `filled` came out of `template`; `undefined` when it cannot have. */
export function align(template: string, filled: string): readonly Stretch[] | undefined {
  const holes = [...template.matchAll(placeholder)];
  const ends = holes.map((hole) => hole.index + hole[0].length);
  const literals = [...ends, template.length].map((_, index) =>
    template.slice(ends[index - 1] ?? 0, holes[index]?.index ?? template.length),
  );
  const stretches: Stretch[] = [];
  let at = 0;
  let templateAt = 0;
  for (const [index, literal] of literals.entries()) {
    const hole = holes[index - 1];
    const isLast = index === literals.length - 1;
    const place = earliest(
      writtenAs(literal).map((text) => ({
        text,
        at: hole ? placeOf(text, filled, at, isLast) : filled.startsWith(text) ? 0 : -1,
      })),
      at,
    );
    if (!place) return undefined;
    const found = place.at;
    if (hole) {
      const name = hole.groups?.['name'];
      const start = hole.index + hole[0].indexOf('<<');
      stretches.push({ filled: at, template: start, placeholder: name, value: filled.slice(at, found) });
      templateAt = hole.index + hole[0].length;
    }
    stretches.push({ filled: found, template: templateAt, placeholder: undefined, value: place.text });
    at = found + place.text.length;
  }
  return at === filled.length ? stretches : undefined;
}

/** A matcher whose regular expression is one plain text is written as a comparison with it. */
function writtenAs(literal: string): readonly string[] {
  const plain = literal.replace(/(?<![=!])=~(?="$)/, '=').replace(/!~(?="$)/, '!=');
  return plain === literal ? [literal] : [literal, plain];
}

function earliest<Place extends { readonly at: number }>(places: readonly Place[], from: number): Place | undefined {
  return places.filter(({ at }) => at >= from).sort((a, b) => a.at - b.at)[0];
}

/** The value of a placeholder ends where the text behind it begins; the last text ends the whole. */
function placeOf(literal: string, filled: string, from: number, isLast: boolean): number {
  if (!isLast) return filled.indexOf(literal, from);
  return filled.endsWith(literal) ? filled.length - literal.length : -1;
}

/** Where in the template something of the filled text comes from; in the value of a placeholder, that placeholder. */
export function templateOffset(stretches: readonly Stretch[], offset: number): number {
  const stretch = stretches.findLast(({ filled }) => filled <= offset);
  if (!stretch) return 0;
  return stretch.template + (stretch.placeholder === undefined ? offset - stretch.filled : 0);
}
