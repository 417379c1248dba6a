import { wrapText } from '../../text/wrap-text.ts';

/** A part of a page. Without content it does not appear. */
export interface Section {
  readonly heading: string;
  readonly content: readonly Paragraph[];
}

export interface Paragraph {
  /** Its line breaks stay. */
  readonly text: string;
  /** What stands before its first line: `-`, `1.`; empty for none. */
  readonly mark: string;
  /** How many levels it is indented below the heading. */
  readonly level: number;
}

export function paragraph(text: string, level = 0): Paragraph {
  return { text, mark: '', level };
}

export function listItem(text: string, level = 0, mark = '-'): Paragraph {
  return { text, mark, level };
}

/** Lines of the section, its heading first. */
export function sectionLines({ heading, content }: Section, width: number): readonly string[] {
  return [heading, ...content.flatMap((part) => paragraphLines(part, width))];
}

const indent = '  ';

function paragraphLines({ text, mark, level }: Paragraph, width: number): readonly string[] {
  const margin = indent.repeat(level + 1);
  const first = mark === '' ? margin : `${margin}${mark} `;
  return wrapText(text, width, { first, rest: ' '.repeat(first.length) });
}
