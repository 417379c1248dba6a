import { escapeString } from '../../text/promql-escape.ts';
import type { TextReading } from '../../versions/text-reading.ts';

/** `name{a="b"}` */
export function select(name: string, ...matchers: readonly string[]): string {
  return matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;
}

/** `label="text"`, or with another operator. */
export function matcher(label: string, operator: '=' | '!=' | '=~' | '!~', text: string): string {
  return `${label}${operator}"${escapeString(text)}"`;
}

/** Writes what `pattern` catches of one label into another; where it does not match, nothing changes. */
export function replaceLabel(vector: string, to: string, text: string, from: string, pattern: string): string {
  const quoted = [to, text, from, pattern].map((argument) => `"${escapeString(argument)}"`);
  return `label_replace(${vector}, ${quoted.join(', ')})`;
}

/** Reads the text of the label `from`, which is a version, into `to`. Leaves labels behind that begin like `to`. */
export function readVersion(vector: string, from: string, to: string, { pieces }: TextReading): string {
  const names = pieces.map((_, index) => `${to}_${index}`);
  const written = pieces.reduce(
    (all, piece, index) =>
      piece.reduce((one, { pattern, text }) => replaceLabel(one, `${to}_${index}`, text, from, pattern), all),
    vector,
  );
  return `label_join(${written}, "${to}", "", ${names.map((name) => `"${name}"`).join(', ')})`;
}
