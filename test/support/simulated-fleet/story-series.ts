/** A series of the story: its labels, with its name among them, and its value at each minute it is there. */
export interface StorySeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: ReadonlyMap<number, number>;
}

/** Series by their labels, filled minute by minute. */
export interface SeriesBook {
  readonly put: (labels: Readonly<Record<string, string>>, minute: number, value: number) => void;
  readonly all: () => readonly StorySeries[];
}

export function createSeriesBook(): SeriesBook {
  const book = new Map<
    string,
    { readonly labels: Readonly<Record<string, string>>; readonly values: Map<number, number> }
  >();
  return {
    put(labels, minute, value) {
      const key = JSON.stringify(labels);
      const series = book.get(key) ?? { labels, values: new Map() };
      series.values.set(minute, value);
      book.set(key, series);
    },
    all: () => [...book.values()],
  };
}
