/** One value for each key, of which the one seen last counts: stores without staleness markers show old series beside new ones. */
export interface Newest<Value> {
  /** `seenAt` is when the series was last scraped, in seconds since 1970. */
  readonly add: (key: string, value: Value, seenAt: number) => void;
  readonly get: (key: string) => Value | undefined;
  readonly entries: () => Iterable<readonly [string, Value]>;
}

/** `textOf` decides between two values that were seen at one time, so that their order in the answer does not. */
export function createNewest<Value>(textOf: (value: Value) => string): Newest<Value> {
  const seen = new Map<string, { readonly value: Value; readonly seenAt: number }>();
  return {
    add(key, value, seenAt) {
      const other = seen.get(key);
      const counts =
        !other || seenAt > other.seenAt || (seenAt === other.seenAt && textOf(value) > textOf(other.value));
      if (counts) seen.set(key, { value, seenAt });
    },
    get: (key) => seen.get(key)?.value,
    *entries() {
      for (const [key, { value }] of seen) yield [key, value];
    },
  };
}
