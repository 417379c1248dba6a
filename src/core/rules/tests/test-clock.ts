import type { RuleSettings } from '../rule-settings.ts';

/** The durations of the settings in samples, and the moments that rule tests look at. */
export interface TestClock {
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
  return {
    settled: rateWindow + sustained + alertFor + slack,
    tooEarly: Math.floor(sustained * 0.8) + alertFor - 1,
    resolved: rateWindow + sustained + samples(settings.memory) + samples(settings.keepFiringFor) + slack,
    warmedUp: samples(settings.warmUp) + rateWindow + slack,
    stillCold: Math.floor(samples(settings.warmUp) / 2),
    shortGap: Math.max(2, samples(settings.memory) - 2),
    seconds: (count) => count * settings.evaluationInterval,
  };
}
