import type { Pausable } from './pausable.ts';

/** Some values of a list that stand beside each other, and what was made of them. */
export interface Run<Value, Made> {
  readonly values: readonly Value[];
  readonly made: Made;
}

/** A list cut into runs, and how they differ from those of the list before it. */
export interface Runs<Value, Made> {
  readonly all: readonly Run<Value, Made>[];
  readonly gone: readonly Run<Value, Made>[];
  readonly come: readonly Run<Value, Made>[];
}

export interface RunMaker<Value, Made> {
  /** Is told the values of the runs that are to be made, and the runs that are no more, which hold most of these values. */
  readonly startMaking: (
    values: readonly Value[],
    gone: readonly Run<Value, Made>[],
  ) => (values: readonly Value[]) => Made;
  /** Whether what was made of a run is still right; left out where it depends on nothing but the values. */
  readonly isRight?: (run: Run<Value, Made>) => boolean;
}

/** How many values a run has: few, since after a change all of them are taken again, but not so few that runs are many. */
const length = { least: 16, usual: 64, most: 128 } as const;

/**
 * Cuts `values` into runs and makes something of each. A run whose very same values stood together in `last` is kept as it
 * is, without a look at the values: after a change only the runs around it are made again. Where a list is cut depends on
 * the lists before it; nothing that is told of the whole list may.
 */
export function* cutIntoRuns<Value, Made>(
  values: readonly Value[],
  last: readonly Run<Value, Made>[],
  { startMaking, isRight = () => true }: RunMaker<Value, Made>,
): Pausable<Runs<Value, Made>> {
  const right = last.filter(isRight);
  yield;
  const pieces = [...cut(values, right)];
  const kept = new Set(pieces.flatMap(({ run }) => run ?? []));
  const gone = last.filter((run) => !kept.has(run));
  const make = startMaking(
    pieces.flatMap((piece) => (piece.run ? [] : piece.values)),
    gone,
  );
  const all: Run<Value, Made>[] = [];
  for (const piece of pieces) {
    if (piece.run) {
      all.push(piece.run);
    } else {
      all.push({ values: piece.values, made: make(piece.values) });
      yield;
    }
  }
  return { all, gone, come: all.filter((run) => !kept.has(run)) };
}

/** By value, what was made of it in runs that are no more. */
export function madeBefore<Value, Made>(gone: readonly Run<Value, readonly Made[]>[]): ReadonlyMap<Value, Made> {
  const made = new Map<Value, Made>();
  for (const run of gone) {
    for (const [index, value] of run.values.entries()) {
      const ofValue = run.made[index];
      if (ofValue !== undefined) made.set(value, ofValue);
    }
  }
  return made;
}

interface Piece<Value, Made> {
  readonly values: readonly Value[];
  /** `undefined` where the values did not stand together before. */
  readonly run: Run<Value, Made> | undefined;
}

function* cut<Value, Made>(
  values: readonly Value[],
  last: readonly Run<Value, Made>[],
): Generator<Piece<Value, Made>, void, undefined> {
  const byFirst = new Map(last.map((run) => [run.values[0], run]));
  /** What lies between `start` and `at` is in no piece yet. */
  let start = 0;
  let at = 0;
  while (at < values.length) {
    const mayCut = at === start || at - start >= length.least;
    const run = mayCut ? byFirst.get(values[at]) : undefined;
    if (run && standsAt(at, run.values, values)) {
      if (at > start) yield { values: values.slice(start, at), run: undefined };
      yield { values: run.values, run };
      at += run.values.length;
      start = at;
      continue;
    }
    at += 1;
    if (at - start <= length.most) continue;
    yield { values: values.slice(start, start + length.usual), run: undefined };
    start += length.usual;
  }
  if (at > start) yield { values: values.slice(start), run: undefined };
}

function standsAt<Value>(start: number, run: readonly Value[], values: readonly Value[]): boolean {
  return run.every((value, index) => value === values[start + index]);
}
