/** One of several values that the families which count cannot tell apart. */
export interface Alike<Value> {
  readonly one: Value;
  readonly count: number;
}

/** By what the families look at. */
export type Tally<Value> = ReadonlyMap<string, Alike<Value>>;

/** `key` names everything that the families look at. */
export function tally<Value>(values: Iterable<Value>, key: (value: Value) => string): Tally<Value> {
  const counted = new Map<string, Alike<Value>>();
  for (const value of values) add(counted, key(value), value, 1);
  return counted;
}

/** All of `tallies` together. */
export function total<Value>(tallies: Iterable<Tally<Value>>): readonly Alike<Value>[] {
  const all = new Map<string, Alike<Value>>();
  for (const one of tallies) for (const [key, alike] of one) add(all, key, alike.one, alike.count);
  return [...all.values()];
}

function add<Value>(counted: Map<string, Alike<Value>>, key: string, value: Value, count: number): void {
  const known = counted.get(key);
  counted.set(key, known ? { one: known.one, count: known.count + count } : { one: value, count });
}
