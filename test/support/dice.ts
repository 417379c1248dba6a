export interface Dice {
  /** From 0 to 1. */
  readonly roll: () => number;
  /** From 0 to below the count. */
  readonly below: (count: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
}

/** Mulberry32: the same seed gives the same test. */
export function createDice(seed: number): Dice {
  let state = seed;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(roll() * count);
  return { roll, below, pick: (values) => values[below(values.length)]! };
}
