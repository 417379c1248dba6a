import type { ReflectorTimings } from './reflector.ts';
import type { SurveyTimings } from './survey.ts';

/** As in production. */
export const reflectorTimings: ReflectorTimings = {
  watchSeconds: [300, 600],
  watchSilence: 90_000,
  patience: 15_000,
  backoff: [500, 30_000],
  unreachableBackoff: [500, 3_000],
  atMost: [60, 60_000],
  healthyAfter: 5_000,
};

/** As in production. */
export const surveyTimings: SurveyTimings = {
  interval: [20_000, 30 * 60_000],
  share: 300,
  rest: 16,
  settle: 10_000,
  tick: 1_000,
  backoff: [5_000, 60_000],
  patience: 15_000,
};
