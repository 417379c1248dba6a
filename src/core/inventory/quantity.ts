const factors: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number of a Kubernetes quantity, in its base unit: `7910m` is 7.91, `1Ki` is 1024. `undefined` when `text` is none. */
export function parseQuantity(text: string): number | undefined {
  const groups = /^(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?<suffix>[a-zA-Z]{0,2})$/.exec(text)?.groups;
  const factor = factors[groups?.['suffix'] ?? ''];
  return groups === undefined || factor === undefined ? undefined : Number(groups['number']) * factor;
}
