import type { ExposureState } from '../../matching/finding.ts';
import type { RuleExpander } from '../expand-rules.ts';
import { type Diverging, foreseeAlert } from './foresee-alert.ts';
import { cast, expectations, type IssueStage, misbehaving } from './issue-stage.ts';
import type { ExpressionCheck, InputSeries, RuleTest } from './promtool-test.ts';
import { simulate } from './simulate.ts';
import type { SimulatedInstance, SimulatedWorld } from './simulated-world.ts';

/** Who plays, and who foresees what the alerts say. */
export interface Director {
  readonly stage: IssueStage;
  readonly expander: RuleExpander;
}

interface Plot extends Partial<Pick<SimulatedWorld, 'exporters' | 'scrapes' | 'exporterGap' | 'expected'>> {
  readonly instances: readonly SimulatedInstance[];
  /** At a sample, everything that diverges then. */
  readonly checks: readonly { readonly at: number; readonly firing: readonly Diverging[] }[];
  /** Series beside those of the world, as if rules had recorded them. */
  readonly recorded?: readonly InputSeries[];
  /** At a sample, what is recorded. */
  readonly recordings?: readonly (Omit<ExpressionCheck, 'at'> & { readonly at: number })[];
  /** Samples at which one alert stands, whatever it says. */
  readonly standing?: readonly number[];
}

/** A simulated world, and the alerts of the stage's issue at some moments in it. */
export function scenario({ stage, expander }: Director, what: string, plot: Plot): RuleTest {
  const { ruled, entry, clock, settings } = stage;
  const {
    instances,
    checks,
    recorded = [],
    recordings = [],
    standing = [],
    exporters = 1,
    scrapes = 1,
    exporterGap,
  } = plot;
  const alert = `PlimsollKnownIssue${ruled.on.words.title}`;
  const clusters = [...new Set(instances.map(({ cluster }) => cluster))];
  const world: SimulatedWorld = {
    instances,
    expected: plot.expected ?? expectations(stage, clusters),
    length: Math.max(...instances.map(({ lives }) => lives.to)),
    exporters,
    scrapes,
    exporterGap,
  };
  return {
    name: `${ruled.issue.id} on ${entry.component.id}: ${what}`,
    series: [...simulate(world, settings), ...recorded],
    alerts: checks.map(({ at, firing }) => ({
      at: clock.seconds(at),
      alert,
      firing: firing.flatMap((diverging) => foreseeAlert(stage, diverging, expander)),
    })),
    expressions: [
      ...recordings.map((check) => ({ ...check, at: clock.seconds(check.at) })),
      ...standing.map((at) => ({
        at: clock.seconds(at),
        expr: `count(ALERTS{alertname="${alert}", alertstate="firing"})`,
        samples: [{ labels: '{}', value: 1 }],
      })),
    ],
  };
}

/** Three instances of one workload, or on three nodes, of which some diverge. */
export interface Crowd {
  readonly all: readonly [SimulatedInstance, SimulatedInstance, SimulatedInstance];
  readonly diverging: Diverging;
}

export interface CrowdOptions {
  /** How many samples they live. */
  readonly until: number;
  readonly cluster?: string;
  readonly state?: ExposureState;
}

/** The worst of a crowd misbehaves by so much more than it has to. */
const worstShare = 1.25;

/** Where one alert stands for a workload, two of its three instances diverge; else one does, and the others are its peers. */
export function crowd(stage: IssueStage, { until, cluster = '', state = 'exposed' }: CrowdOptions): Crowd {
  const { ruled, high, normal, expected } = stage;
  const { signature } = ruled.issue;
  const lives = { from: 0, to: until };
  const worst = cast(stage, { name: '2', lives, cluster, state, usage: misbehaving(stage, worstShare) });
  const healthy = cast(stage, { name: '3', lives, cluster, state });
  const alone = ruled.on.noun === 'node' || signature === 'outlier';
  const other = cast(stage, { name: '1', lives, cluster, state, ...(alone ? {} : { usage: misbehaving(stage) }) });
  return {
    all: [other, worst, healthy],
    diverging: {
      instances: alone ? [worst] : [other, worst],
      usage: signature === 'growth' ? worstShare : high * worstShare,
      source: sourceOf(stage),
      expected: signature === 'step' ? (expected ?? normal) : normal,
      allConditionsHold: state === 'exposed',
    },
  };
}

function sourceOf({ ruled, expected }: IssueStage): string {
  switch (ruled.issue.signature) {
    case 'step':
      return expected === undefined ? 'learned' : 'catalog';
    case 'outlier':
      return 'peers';
    case 'delayed-onset':
      return expected === undefined ? 'itself' : 'catalog';
    case 'growth':
      return 'trend';
    case 'victim':
      return 'learned';
  }
}
