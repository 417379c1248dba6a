import type { ExposureState } from '../../matching/finding.ts';
import type { RuleExpander } from '../expand-rules.ts';
import { type Diverging, foreseeAlert } from './foresee-alert.ts';
import { cast, expectations, type IssueStage, rising } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type SimulatedInstance, type SimulatedWorld, simulate } from './simulated-world.ts';

/** Who plays, and who foresees what the alerts say. */
export interface Director {
  readonly stage: IssueStage;
  readonly expander: RuleExpander;
}

interface Plot extends Partial<Pick<SimulatedWorld, 'exporters' | 'scrapes' | 'exporterGap' | 'expected'>> {
  readonly instances: readonly SimulatedInstance[];
  /** At a sample, everything that diverges then. */
  readonly checks: readonly { readonly at: number; readonly firing: readonly Diverging[] }[];
}

/** A simulated world, and the alerts of the stage's issue at some moments in it. */
export function scenario({ stage, expander }: Director, what: string, plot: Plot): RuleTest {
  const { ruled, entry, clock, settings } = stage;
  const { instances, checks, exporters = 1, scrapes = 1, exporterGap } = plot;
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
    series: simulate(world, settings),
    alerts: checks.map(({ at, firing }) => ({
      at: clock.seconds(at),
      alert: 'PlimsollKnownIssueCPU',
      firing: firing.map((diverging) => foreseeAlert(stage, diverging, expander)),
    })),
    expressions: [],
  };
}

/** Three instances of one workload, or on three nodes, of which some diverge. */
export interface Crowd {
  readonly all: readonly SimulatedInstance[];
  readonly diverging: Diverging;
}

export interface CrowdOptions {
  /** How many samples they live. */
  readonly until: number;
  readonly cluster?: string;
  readonly state?: ExposureState;
}

/** Where one alert stands for a workload, two of its three instances diverge; else one does, and the others are its peers. */
export function crowd(stage: IssueStage, { until, cluster = '', state = 'exposed' }: CrowdOptions): Crowd {
  const { ruled, high, normal, expected } = stage;
  const lives = { from: 0, to: until };
  const worstCores = high * 1.25;
  const worst = cast(stage, { name: '2', lives, cluster, state, usage: rising(stage, worstCores) });
  const healthy = cast(stage, { name: '3', lives, cluster, state });
  const alone = ruled.on.noun === 'node' || ruled.signature === 'outlier';
  const other = cast(stage, { name: '1', lives, cluster, state, ...(alone ? {} : { usage: rising(stage, high) }) });
  return {
    all: [other, worst, healthy],
    diverging: {
      instances: alone ? [worst] : [other, worst],
      cores: worstCores,
      source: sourceOf(stage),
      expectedCores: ruled.signature === 'step' ? (expected ?? normal) : normal,
      allConditionsHold: state === 'exposed',
    },
  };
}

function sourceOf({ ruled, expected }: IssueStage): string {
  switch (ruled.signature) {
    case 'step':
      return 'catalog';
    case 'outlier':
      return 'peers';
    case 'delayed-onset':
      return expected === undefined ? 'itself' : 'catalog';
  }
}
