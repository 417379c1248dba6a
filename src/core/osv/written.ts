/** A list as a record holds it: one without entries is left out. */
export function listed<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}
