/** Pauses that grow from failure to failure. */
export interface Backoff {
  /** Milliseconds to wait after one more failure: full jitter below a ceiling that doubles each time. */
  readonly next: () => number;
  /** All is well: the next failure is met with the first ceiling again. */
  readonly reset: () => void;
}

/** In milliseconds. Full jitter is what spreads a crowd best: aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter. */
export function createBackoff([first, most]: readonly [first: number, most: number], random: () => number): Backoff {
  let ceiling = first;
  return {
    next() {
      const pause = random() * ceiling;
      ceiling = Math.min(ceiling * 2, most);
      return pause;
    },
    reset() {
      ceiling = first;
    },
  };
}
