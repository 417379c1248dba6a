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
    const found = hole ? placeOf(literal, filled, at, isLast) : filled.startsWith(literal) ? 0 : -1;
    if (found < at) return undefined;
    if (hole) {
      const name = hole.groups?.['name'];
      const place = hole.index + hole[0].indexOf('<<');
      stretches.push({ filled: at, template: place, placeholder: name, value: filled.slice(at, found) });
      templateAt = hole.index + hole[0].length;
    }
    stretches.push({ filled: found, template: templateAt, placeholder: undefined, value: literal });
    at = found + literal.length;
  }
  return at === filled.length ? stretches : undefined;
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
