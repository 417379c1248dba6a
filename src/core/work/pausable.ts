/**
 * Work that stops every so often, so that whoever runs it can let something else have its turn. It gives what it made
 * when it ends; abandoned before, it leaves nothing behind.
 */
export type Pausable<Made> = Generator<undefined, Made, undefined>;

/** Runs to the end without a pause. */
export function finish<Made>(work: Pausable<Made>): Made {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
