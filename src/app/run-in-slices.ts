import type { Pausable } from '../core/work/pausable.ts';

/** How long work keeps the event loop at once, in milliseconds: scrapes and watches wait so long at the most. */
const sliceTime = 20;

export interface SliceDeps {
  /** Monotonic, in milliseconds. */
  readonly clock: () => number;
  /** Resolves when everything else that was waiting had its turn of the event loop. */
  readonly nextTurn: () => Promise<void>;
}

/** Runs `work` to its end in slices, between which others have their turn. `undefined` when `signal` was aborted before. */
export async function runInSlices<Made>(
  work: Pausable<Made>,
  { clock, nextTurn }: SliceDeps,
  signal: AbortSignal,
): Promise<Made | undefined> {
  let began = clock();
  while (!signal.aborted) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock() - began < sliceTime) continue;
    await nextTurn();
    began = clock();
  }
  return undefined;
}
