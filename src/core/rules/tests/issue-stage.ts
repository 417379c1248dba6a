import type { Affected } from '../../catalog/known-issue.ts';
import { type ComparedResource, firstFigure } from '../../catalog/measurement.ts';
import type { Component } from '../../components/component.ts';
import type { ExposureState } from '../../matching/finding.ts';
import type { RuledIssue } from '../choose-issues.ts';
import { divergenceOf, growthFloorOf, onsetFloorOf } from '../divergence.ts';
import { cgroupOf } from '../node-process-usage.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type ExampleVersions, exampleVersions } from './example-versions.ts';
import type { SimulatedExpectation, SimulatedInstance, Span, UsagePhase, VersionRun } from './simulated-world.ts';
import { type TestClock, testClock } from './test-clock.ts';

/** One component of an issue, with figures that are normal for it and figures that diverge, in cores or bytes. */
export interface IssueStage {
  readonly ruled: RuledIssue;
  readonly entry: Affected;
  readonly settings: RuleSettings;
  readonly clock: TestClock;
  readonly versions: ExampleVersions;
  /** The catalog's figure. */
  readonly expected: number | undefined;
  /** The version that instances run until the onset, where a baseline has to be learned from it. */
  readonly learnFrom: string | undefined;
  /** What a healthy instance uses. */
  readonly normal: number;
  /** What diverges from the normal, twice as far as it needs to. */
  readonly high: number;
  /** When usage rises: at once, or late for an issue that starts late. */
  readonly onset: number;
  /** An instance that misbehaves has been at it for long enough for its alert. */
  readonly fires: number;
  /** No alert can fire yet. */
  readonly tooEarly: number;
}

/** Usage of a healthy instance where no source gives a figure. */
const usual: Readonly<Record<ComparedResource, number>> = { cpu: 0.1, memory: 200 * 1024 ** 2 };

export function issueStage(ruled: RuledIssue, entry: Affected, settings: RuleSettings): IssueStage {
  const { issue, on } = ruled;
  const { factor, floor } = divergenceOf(issue, on.resource, settings);
  const expected = firstFigure(on.resource, entry.component.id, issue.expected, 'highest')?.value;
  const clock = testClock(settings);
  const normal = expected ?? usual[on.resource];
  const versions = exampleVersions(entry);
  const stage = { ruled, entry, settings, clock, versions, expected, normal, learnFrom: undefined };
  const atOnce = { onset: 0, fires: clock.settled, tooEarly: clock.tooEarly };
  switch (issue.signature) {
    case 'step': {
      const high = 2 * Math.max(normal * factor, floor);
      const learnFrom = expected === undefined ? (versions.before ?? versions.fixed) : undefined;
      if (learnFrom === undefined) return { ...stage, ...atOnce, high };
      // There has to be a version without the issue first, long enough to learn from.
      const onset = clock.warmedUp;
      return { ...stage, learnFrom, high, onset, fires: onset + clock.settled, tooEarly: onset + clock.tooEarly };
    }
    case 'outlier': {
      const peers = 2 * usual[on.resource];
      return { ...stage, ...atOnce, normal: peers, high: 2 * factor * Math.max(peers, floor) };
    }
    case 'delayed-onset': {
      const high = 2 * Math.max(normal * factor, onsetFloorOf(issue, on.resource, settings));
      const onset = clock.settled;
      return { ...stage, high, onset, fires: onset + clock.settled, tooEarly: onset + clock.tooEarly };
    }
    case 'growth':
      return { ...stage, high: normal, onset: 0, fires: clock.grown, tooEarly: clock.tooYoungToGrow };
    case 'victim': {
      // Before the affected version came, long enough to learn from.
      const onset = clock.warmedUp;
      const high = 2 * Math.max(normal * factor, floor);
      return { ...stage, high, onset, fires: onset + clock.settled, tooEarly: onset + clock.tooEarly };
    }
  }
}

/** What an instance does that has the issue; `share` makes one worse than another. */
export function misbehaving(stage: IssueStage, share = 1): readonly UsagePhase[] {
  const { ruled, onset, normal, high } = stage;
  if (ruled.issue.signature === 'growth') return [{ from: 0, amount: normal, growth: growthOf(stage) * share }];
  const later = { from: onset, amount: high * share };
  return onset === 0 ? [later] : [{ from: 0, amount: normal }, later];
}

/** How much a leaking instance gains with every sample: four times what it has to. */
export function growthOf({ ruled, settings, normal }: IssueStage): number {
  const { issue, on } = ruled;
  const least = growthFloorOf(issue, on.resource, settings) * settings.evaluationInterval;
  // Over the whole window an instance at least doubles.
  const share = (normal * settings.evaluationInterval) / settings.growthWindow;
  const growth = Math.max(4 * least, share);
  // In few digits, so that no rounding shows in what the alert says.
  return on.resource === 'memory' ? Math.ceil(growth) : Math.ceil(growth * 1e4) / 1e4;
}

/** Which instance of the stage's component, and how it differs from a healthy one on an affected version. */
export interface Cast {
  /** Tells the instances of one cluster apart. */
  readonly name: string;
  readonly lives: Span;
  readonly cluster?: string;
  readonly usage?: SimulatedInstance['usage'];
  readonly version?: string;
  /** `undefined` for a version that is not affected. */
  readonly state?: ExposureState | undefined;
}

export function cast(stage: IssueStage, { name, lives, cluster = '', ...differs }: Cast): SimulatedInstance {
  const { ruled, entry, versions, normal, settings } = stage;
  const state = 'state' in differs ? differs.state : 'exposed';
  const exposures = state === undefined ? {} : { [ruled.issue.id]: state };
  const run = { ...lives, version: differs.version ?? versions.affected, exposures };
  return {
    cluster,
    place: placeOf(entry.component, name, settings),
    component: entry.component.id,
    lives,
    resource: ruled.on.resource,
    usage: differs.usage ?? [{ from: lives.from, amount: normal }],
    versions: differs.version === undefined ? upgradedTo(run, stage) : [run],
  };
}

/** In place, at the onset, from the version that a baseline is learned from; no upgrade where there is none. */
function upgradedTo(run: VersionRun, { learnFrom, onset }: IssueStage): readonly VersionRun[] {
  if (learnFrom === undefined || run.from >= onset || run.to <= onset) return [run];
  return [
    { from: run.from, to: onset, version: learnFrom, exposures: {} },
    { ...run, from: onset },
  ];
}

/** Where one of the instances of a component runs. */
export function placeOf({ id, runs }: Component, name: string, settings: RuleSettings): SimulatedInstance['place'] {
  const node = `node-${name}`;
  if (runs.as === 'node-process') return { kind: 'node-process', node, cgroup: cgroupOf(runs, settings) };
  return {
    kind: 'container',
    namespace: 'kube-system',
    workloadKind: 'DaemonSet',
    workload: id,
    pod: `${id}-${name}`,
    container: runs.containers[0] ?? '',
    node,
  };
}

/** What the exporter says that an affected instance should use. */
export function expectations(stage: IssueStage, clusters: readonly string[]): readonly SimulatedExpectation[] {
  const { expected, entry, versions, ruled } = stage;
  if (expected === undefined) return [];
  return clusters.map((cluster) => ({
    cluster,
    component: entry.component.id,
    version: versions.affected,
    issue: ruled.issue.id,
    source: 'catalog',
    resource: ruled.on.resource,
    amount: expected,
  }));
}
