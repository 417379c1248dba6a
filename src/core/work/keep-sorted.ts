import { compareText } from '../text/compare-text.ts';
import type { Pausable } from './pausable.ts';

/** What a collection lost and what it gained. */
export interface Changes<Value> {
  readonly gone: ReadonlySet<Value>;
  readonly come: readonly Value[];
}

/** Without the values that are in both. */
export function changesBetween<Value>(before: readonly Value[], after: readonly Value[]): Changes<Value> {
  const gone = new Set(before);
  return { come: after.filter((value) => !gone.delete(value)), gone };
}

/** With more changes than one for so many values, sorting all of them is cheaper than looking for their places. */
const valuesPerChange = 8;

/** `sorted` after `changes`, by the texts that `keyOf` gives; itself when nothing changes. */
export function* keepSorted<Value>(
  sorted: readonly Value[],
  { gone, come }: Changes<Value>,
  keyOf: (value: Value) => string,
): Pausable<readonly Value[]> {
  if (gone.size + come.length === 0) return sorted;
  if ((gone.size + come.length) * valuesPerChange > sorted.length) {
    const staying = sorted.filter((value) => !gone.has(value));
    return (yield* sortKeyed([...staying, ...come], keyOf)).map(({ value }) => value);
  }
  return patch(sorted, gone, yield* sortKeyed(come, keyOf), keyOf);
}

interface Keyed<Value> {
  readonly value: Value;
  readonly key: string;
}

function patch<Value>(
  sorted: readonly Value[],
  gone: ReadonlySet<Value>,
  come: readonly Keyed<Value>[],
  keyOf: (value: Value) => string,
): readonly Value[] {
  const goneAt = new Set([...gone].map((value) => sorted.indexOf(value, findPlace(sorted, keyOf(value), keyOf))));
  const places = come.map(({ key }) => findPlace(sorted, key, keyOf));
  const patched: Value[] = [];
  let next = 0;
  const insertAt = (index: number) => {
    for (let one = come[next]; one && places[next] === index; one = come[next]) {
      patched.push(one.value);
      next += 1;
    }
  };
  for (const [index, value] of sorted.entries()) {
    insertAt(index);
    if (!goneAt.has(index)) patched.push(value);
  }
  insertAt(sorted.length);
  return patched;
}

/** The index of the first value that is not before `key`. */
function findPlace<Value>(sorted: readonly Value[], key: string, keyOf: (value: Value) => string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle];
    if (value !== undefined && keyOf(value) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Values that are sorted at once, before what is sorted is merged: it takes about a millisecond. */
const sortedAtOnce = 1024;

function* sortKeyed<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): Pausable<readonly Keyed<Value>[]> {
  let lists: (readonly Keyed<Value>[])[] = [];
  for (let start = 0; start < values.length; start += sortedAtOnce) {
    const keyed = values.slice(start, start + sortedAtOnce).map((value) => ({ value, key: keyOf(value) }));
    lists.push(keyed.sort((a, b) => compareText(a.key, b.key)));
    yield;
  }
  while (lists.length > 1) {
    const merged: (readonly Keyed<Value>[])[] = [];
    for (let index = 0; index < lists.length; index += 2) {
      merged.push(yield* merge(lists[index] ?? [], lists[index + 1] ?? []));
    }
    lists = merged;
  }
  return lists[0] ?? [];
}

/** Of values with the same key, those of `a` come first. */
function* merge<Value>(a: readonly Keyed<Value>[], b: readonly Keyed<Value>[]): Pausable<readonly Keyed<Value>[]> {
  const merged: Keyed<Value>[] = [];
  let next = 0;
  for (const [index, one] of a.entries()) {
    if (index % sortedAtOnce === 0) yield;
    for (let other = b[next]; other && other.key < one.key; other = b[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(one);
  }
  return merged.concat(b.slice(next));
}
