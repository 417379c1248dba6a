/** Two sets of instances, as PromQL: those of which a condition holds, and those of which it does not. Of all others it is unknown. */
export interface TruthSets {
  /** `undefined` is the empty set. */
  readonly holds: string | undefined;
  readonly fails: string | undefined;
}

export const alwaysUnknown: TruthSets = { holds: undefined, fails: undefined };

/** Kleene's logic over sets of instances: what all hold is in all of them, and what one fails fails. */
export function allOf(parts: readonly TruthSets[]): TruthSets {
  return { holds: intersection(parts.map(({ holds }) => holds)), fails: union(parts.map(({ fails }) => fails)) };
}

export function anyOf(parts: readonly TruthSets[]): TruthSets {
  return negation(allOf(parts.map(negation)));
}

export function negation({ holds, fails }: TruthSets): TruthSets {
  return { holds: fails, fails: holds };
}

function intersection(sets: readonly (string | undefined)[]): string | undefined {
  return sets.every((set) => set !== undefined) ? joined(sets, 'and') : undefined;
}

export function union(sets: readonly (string | undefined)[]): string | undefined {
  return joined(
    sets.filter((set) => set !== undefined),
    'or',
  );
}

function joined(sets: readonly string[], operator: 'and' | 'or'): string | undefined {
  const distinct = [...new Set(sets)];
  return distinct.length < 2 ? distinct[0] : `(${distinct.join(` ${operator} `)})`;
}
