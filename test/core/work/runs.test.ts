import fc from 'fast-check';
import t from 'tap';
import { finish } from '../../../src/core/work/pausable.ts';
import { cutIntoRuns, madeBefore, type Run, type RunMaker } from '../../../src/core/work/runs.ts';

interface Value {
  readonly id: number;
}
type Listed = readonly Run<Value, readonly number[]>[];

const listOf = (from: number, to: number): Value[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index }));

/** Says which values it was asked to make something of. */
function aMaker(): RunMaker<Value, readonly number[]> & { readonly taken: number[] } {
  const taken: number[] = [];
  return {
    taken,
    startMaking: () => (values) => {
      const ids = values.map(({ id }) => id);
      taken.push(...ids);
      return ids;
    },
  };
}

function cut(values: readonly Value[], last: Listed = [], maker: RunMaker<Value, readonly number[]> = aMaker()) {
  return finish(cutIntoRuns(values, last, maker));
}

t.test('the runs of a list are the list, whatever was before', async () => {
  const values = listOf(0, 700);
  const list = fc.array(fc.record({ from: fc.nat(700), length: fc.nat(300) }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(list, { minLength: 2, maxLength: 6 }), (lists) => {
      let last: Listed = [];
      return lists.every((parts) => {
        const next = parts.flatMap(({ from, length }) => values.slice(from, from + length));
        last = cut(next, last).all;
        const held = last.flatMap((run) => run.values);
        const made = last.flatMap((run) => run.made);
        return held.every((value, index) => value === next[index]) && String(made) === String(next.map(({ id }) => id));
      });
    }),
  );
});

for (const [what, change, most] of [
  ['is replaced', (values: Value[]) => values.splice(1_000, 1, { id: -1 }), 128],
  ['came', (values: Value[]) => values.splice(1_000, 0, { id: -1 }), 129],
  ['is gone', (values: Value[]) => values.splice(1_000, 1), 128],
] as const) {
  t.test(`when one value ${what}, only the runs around it are made again`, async (t) => {
    const values = listOf(0, 5_000);
    const last = cut(values).all;
    change(values);
    const maker = aMaker();
    const { all, gone, come } = cut(values, last, maker);
    t.ok(maker.taken.length <= most, `${maker.taken.length} values were taken again`);
    t.same(gone.length, 1);
    t.same(come.length, 1);
    t.equal(all.length, last.length);
  });
}

t.test('runs stay of a handy size, however often the list changes', async (t) => {
  let last = cut(listOf(0, 1_000)).all;
  let values = last.flatMap((run) => run.values);
  for (let round = 0; round < 400; round++) {
    const at = (round * 37) % values.length;
    values = round % 3 === 0 ? values.toSpliced(at, 20) : values.toSpliced(at, 0, ...listOf(-round, -round + 11));
    last = cut(values, last).all;
    const sizes = last.map((run) => run.values.length);
    t.ok(Math.max(...sizes) <= 128 && Math.min(...sizes.slice(0, -1)) >= 16, `${sizes}`);
  }
});

t.test('a run that is no longer right is made again', async (t) => {
  const values = listOf(0, 1_000);
  const last = cut(values).all;
  const maker = aMaker();
  const { gone, come } = cut(values, last, { ...maker, isRight: ({ values: [first] }) => first?.id !== 64 });
  t.same(
    maker.taken,
    come[0]?.values.map(({ id }) => id),
  );
  t.equal(gone.length, 1);
});

t.test('what was made of a value is at hand when its run is made again', async (t) => {
  const values = listOf(0, 1_000);
  const last = cut(values).all;
  values.splice(100, 1);
  const { come } = cut(values, last, {
    startMaking(fresh, gone) {
      const before = madeBefore(gone);
      t.ok(fresh.length > 0 && fresh.every((value) => before.get(value) === value.id));
      return (some) => some.map(({ id }) => id);
    },
  });
  t.equal(come.length, 1);
});

t.test('a list that is the same is made of nothing new', async (t) => {
  const values = listOf(0, 1_000);
  const last = cut(values).all;
  const maker = aMaker();
  const { all, gone, come } = cut([...values], last, maker);
  t.strictSame([maker.taken, gone, come], [[], [], []]);
  t.ok(all.every((run, index) => run === last[index]));
});
