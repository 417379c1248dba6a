import { parser } from '@prometheus-io/lezer-promql';

/** Where PromQL does not parse: an offset into `expression`, or `undefined` when it does. */
export function findSyntaxError(expression: string): number | undefined {
  const cursor = parser.parse(expression).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** A value for between double quotes, in PromQL as in Go. */
export function escapeString(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A regular expression (RE2) for exactly this text. */
export function escapeRegex(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A regular expression for any of these texts. */
export function anyOf(values: readonly string[]): string {
  return values.map(escapeRegex).join('|');
}
