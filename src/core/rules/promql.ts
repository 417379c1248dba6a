import { parser } from '@prometheus-io/lezer-promql';

/** Where PromQL does not parse: an offset into `expression`, or `undefined` when it does. */
export function findSyntaxError(expression: string): number | undefined {
  const cursor = parser.parse(expression).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}
