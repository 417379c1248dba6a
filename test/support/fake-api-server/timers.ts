/** Timers that can be counted, so that a test sees when one is left over. */
export interface Timers {
  /** Gives the way to cancel. In milliseconds. */
  readonly after: (delay: number, act: () => void) => () => void;
  /** Again and again, until cancelled. */
  readonly every: (delay: number, act: () => void) => () => void;
  readonly count: () => number;
}

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();

  function keep(timer: NodeJS.Timeout): () => void {
    pending.add(timer);
    return () => {
      clearTimeout(timer);
      pending.delete(timer);
    };
  }

  return {
    after(delay, act) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        act();
      }, delay);
      return keep(timer);
    },
    every: (delay, act) => keep(setInterval(act, delay)),
    count: () => pending.size,
  };
}
