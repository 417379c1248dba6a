import fc from 'fast-check';
import t from 'tap';
import { changesBetween, keepSorted } from '../../../src/core/work/keep-sorted.ts';
import { finish } from '../../../src/core/work/pausable.ts';

interface Value {
  readonly key: string;
}

const keyOf = ({ key }: Value) => key;
const valuesOf = (keys: readonly number[]): Value[] => keys.map((key) => ({ key: String(key).padStart(4, '0') }));
const isOrdered = (values: readonly Value[]) =>
  values.every(({ key }, index) => index === 0 || (values[index - 1]?.key ?? '') <= key);

t.test('after changes, few or many, exactly the right values are there in order', async () => {
  const keys = (maxLength: number) => fc.array(fc.nat(9_999), { maxLength, size: 'max' });
  fc.assert(
    fc.property(keys(4_000), keys(40), fc.array(fc.nat(3_999), { maxLength: 40 }), (before, added, removed) => {
      const sorted = finish(keepSorted([], { gone: new Set(), come: valuesOf(before) }, keyOf));
      const gone = new Set(removed.flatMap((index) => sorted[index] ?? []));
      const come = valuesOf(added);
      const after = finish(keepSorted(sorted, { gone, come }, keyOf));
      const wanted = new Set([...sorted.filter((value) => !gone.has(value)), ...come]);
      return isOrdered(after) && after.length === wanted.size && after.every((value) => wanted.has(value));
    }),
    { numRuns: 60 },
  );
});

t.test('values with the same key keep the order in which they came', async (t) => {
  const [a, b, c] = valuesOf([7, 7, 7]);
  t.strictSame(
    finish(keepSorted([], { gone: new Set(), come: [a!, b!, c!] }, keyOf)).map((value) => [a, b, c].indexOf(value)),
    [0, 1, 2],
  );
});

t.test('with no change the list is the same one', async (t) => {
  const sorted = valuesOf([1, 2]);
  t.equal(finish(keepSorted(sorted, changesBetween(sorted, sorted), keyOf)), sorted);
});

t.test('sorting many values rests in between', async (t) => {
  const work = keepSorted([], { gone: new Set(), come: valuesOf([...Array(10_000).keys()].reverse()) }, keyOf);
  let rests = 0;
  let step = work.next();
  for (; !step.done; step = work.next()) rests += 1;
  t.ok(rests > 10, `it rested ${rests} times`);
  t.ok(isOrdered(step.value ?? []));
});

t.test('what is on both sides is no change', async (t) => {
  const [a, b, c] = valuesOf([1, 2, 3]);
  const { gone, come } = changesBetween([a, b], [b, c]);
  t.strictSame([[...gone], come], [[a], [c]]);
});
