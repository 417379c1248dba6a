import type { RuleSettings } from '../rule-settings.ts';

/** The durations of the settings in samples, and the moments that rule tests look at. */
export interface TestClock {
  /** As long after a change of usage, a rate sees nothing of what was before. */
  readonly rated: number;
  /** Usage has filled its rate window and its sustained window, and the alert is no longer pending. */
  readonly settled: number;
  /** As long after a change of usage, nothing can fire yet. */
  readonly tooEarly: number;
  /** An alert whose cause has gone is over: identity and exposure are forgotten, and it has outlasted its cause. */
  readonly resolved: number;
  /** Enough history for a baseline, however late evaluation begins. */
  readonly warmedUp: number;
  /** Too little history for a baseline, however early evaluation begins. */
  readonly stillCold: number;
  /** The exporter may be away for so long without anyone noticing. */
  readonly shortGap: number;
  /** After so long without the exporter, all it said is forgotten, and what it caused is over. */
  readonly longGap: number;
  /** A leak has grown for long enough, and the alert is no longer pending. */
  readonly grown: number;
  /** As long after its start, no leak can be told yet. */
  readonly tooYoungToGrow: number;
  /** Instances have run for long enough to be compared, and the alert is no longer pending. */
  readonly compared: number;
  /** As long after its start, no version is compared yet. */
  readonly tooEarlyToCompare: number;
  /** From samples to seconds. */
  readonly seconds: (samples: number) => number;
}

/** Rules of several groups follow one another, so everything may be some evaluations late. */
const slack = 4;

export function testClock(settings: RuleSettings): TestClock {
  const samples = (seconds: number) => Math.ceil(seconds / settings.evaluationInterval);
  const rateWindow = samples(settings.rateWindow);
  const sustained = samples(settings.sustained);
  const alertFor = samples(settings.alertFor);
  const keepFiringFor = samples(settings.keepFiringFor);
  const memory = samples(settings.memory);
  const growthAge = samples(settings.growthWindow) + samples(settings.settle);
  const settle = samples(settings.settle);
  const regressionFor = samples(settings.regressionFor);
  return {
    rated: rateWindow + 1,
    settled: rateWindow + sustained + alertFor + slack,
    tooEarly: Math.floor(sustained * 0.8) + alertFor - 2,
    resolved: rateWindow + sustained + memory + keepFiringFor + slack,
    warmedUp: samples(settings.warmUp) + rateWindow + slack,
    stillCold: Math.floor(samples(settings.warmUp) / 2),
    shortGap: Math.max(2, memory - 2),
    longGap: memory + rateWindow + sustained + keepFiringFor + slack,
    grown: growthAge + rateWindow + alertFor + slack,
    tooYoungToGrow: growthAge + alertFor - 1,
    compared: settle + rateWindow + regressionFor + slack,
    tooEarlyToCompare: settle + regressionFor - 1,
    seconds: (count) => count * settings.evaluationInterval,
  };
}
