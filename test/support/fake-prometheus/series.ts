/** One series as a store keeps it: its newest sample. */
export interface FakeSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** When it was scraped last, in seconds since 1970. */
  readonly seenAt: number;
}

/** The moment at which fake servers answer, in seconds since 1970. */
export const fakeNow = 1_760_000_000;

export function aSeries(
  name: string,
  labels: Readonly<Record<string, string>> = {},
  { value = 1, seenAt = fakeNow - 10 }: { readonly value?: number; readonly seenAt?: number } = {},
): FakeSeries {
  return { name, labels, value, seenAt };
}

/** The same series with more labels, as a scrape or a remote write adds them. */
export function withLabels(
  series: readonly FakeSeries[],
  more: Readonly<Record<string, string>>,
): readonly FakeSeries[] {
  return series.map((one) => ({ ...one, labels: { ...one.labels, ...more } }));
}

/** The series as a target exposes them. */
export function exposition(series: readonly FakeSeries[]): string {
  const families = Map.groupBy(series, ({ name }) => name);
  return [...families]
    .flatMap(([name, ofFamily]) => [
      `# TYPE ${name} gauge`,
      ...ofFamily.map(({ labels, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
        return `${name}{${pairs.join(',')}} ${value}`;
      }),
      '',
    ])
    .join('\n');
}
