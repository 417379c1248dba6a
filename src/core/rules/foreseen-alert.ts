import { humanize, humanize1024 } from './humanize.ts';
import type { ResourceWords } from './measured-on.ts';

/** An alert as a rule test foresees it. Usage is in cores or bytes. */
export interface ForeseenAlert {
  readonly labels: Readonly<Record<string, string>>;
  /** How many instances diverge. */
  readonly count: number;
  readonly worst: { readonly pod: string; readonly container: string; readonly node: string; readonly usage: number };
  readonly expected: number;
  /** Of the fastest, in an hour. */
  readonly growth: number;
  /** Of the first that reaches its limit, as Prometheus writes a duration. */
  readonly timeLeft: string;
  /** The version that makes a victim pay. */
  readonly culpritVersion: string;
  readonly allConditionsHold: boolean;
}

/** A usage as Prometheus writes it into an annotation. */
export function humanValue(value: number, words: ResourceWords): string {
  const human = words.humanize === 'humanize' ? humanize(value) : humanize1024(value);
  return `${human}${words.humanUnit}`;
}
