import type { ConfigRule } from './config-rules.ts';

/** What is wrong in a file, by the path of the value that is to blame. */
export interface PlacedProblem {
  readonly at: readonly PropertyKey[];
  readonly rule: ConfigRule;
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
}

/** What is wrong with what was given on the command line. */
export interface Mistake {
  readonly problem: string;
  /** `undefined` where the problem says what belongs there. */
  readonly remedy: string | undefined;
}
