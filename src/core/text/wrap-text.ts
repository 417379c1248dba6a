/** What stands before the first line, and before those that follow. */
export interface Indentation {
  readonly first: string;
  readonly rest: string;
}

const none: Indentation = { first: '', rest: '' };

/**
 * Lines of at most `width` characters, indentation included, broken at blanks.
 *
 * A word that is longer, such as an address, stays whole on a line of its own, so that it can be copied. Line breaks of
 * `text` stay.
 */
export function wrapText(text: string, width: number, { first, rest }: Indentation = none): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? first : rest;
    let isEmpty = true;
    for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
      if (!isEmpty && line.length + 1 + word.length > width) {
        lines.push(line);
        line = rest;
        isEmpty = true;
      }
      line += isEmpty ? word : ` ${word}`;
      isEmpty = false;
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
