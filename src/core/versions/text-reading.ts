/**
 * How a reported text becomes the text of its version by regular expressions (RE2) alone, as `label_replace` applies them:
 * anchored, with `${1}` for what the first group caught.
 */
export interface TextReading {
  /** What is a version, unless `refuses` matches it too. Without groups that catch. */
  readonly accepts: string;
  readonly refuses: string | undefined;
  /** One behind the other, these make the version's text. */
  readonly pieces: readonly Piece[];
}

/** Of several replacements the last that matches counts; where none does, the piece is empty. */
export type Piece = readonly Replacement[];

export interface Replacement {
  readonly pattern: string;
  readonly text: string;
}

/** What a group of a replacement's pattern caught. */
export function caught(group: number): string {
  return `\${${group}}`;
}

/** Numbers with dots between them, each caught without zeros in front; of those that may be missing, the dot as well. */
export function caughtNumbers(least: number, most: number): string {
  const number = '0*([0-9]+)';
  return [
    Array.from({ length: least }, () => number).join('\\.'),
    ...Array.from({ length: most - least }, () => `(?:(\\.)${number})?`),
  ].join('');
}

/** What `caughtNumbers` caught, where its first group is number `first`. */
export function caughtText(first: number, least: number, most: number): string {
  const group = (index: number) => caught(first + index);
  const required = Array.from({ length: least }, (_, index) => group(index)).join('.');
  return required + Array.from({ length: 2 * (most - least) }, (_, index) => group(least + index)).join('');
}
