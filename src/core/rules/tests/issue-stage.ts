import type { Affected } from '../../catalog/known-issue.ts';
import { firstFigure } from '../../catalog/measurement.ts';
import type { ExposureState } from '../../matching/finding.ts';
import { divergenceOf, onsetFloorOf } from '../divergence.ts';
import type { RuledIssue } from '../expand-rules.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type ExampleVersions, exampleVersions } from './example-versions.ts';
import type { SimulatedExpectation, SimulatedInstance, Span } from './simulated-world.ts';
import { type TestClock, testClock } from './test-clock.ts';

/** One component of an issue, with figures that are normal for it and figures that diverge. */
export interface IssueStage {
  readonly ruled: RuledIssue;
  readonly entry: Affected;
  readonly settings: RuleSettings;
  readonly clock: TestClock;
  readonly versions: ExampleVersions;
  /** The catalog's figure, in cores. */
  readonly expected: number | undefined;
  /** Cores of a healthy instance. */
  readonly normal: number;
  /** Cores that diverge from the normal, twice as far as they need to. */
  readonly high: number;
  /** When usage rises: at once, or late for an issue that starts late. */
  readonly onset: number;
}

export function issueStage(ruled: RuledIssue, entry: Affected, settings: RuleSettings): IssueStage {
  const { issue } = ruled;
  const { factor, floor } = divergenceOf(issue);
  const expected = firstFigure('cpu', entry.component.id, issue.expected, 'highest')?.value;
  const clock = testClock(settings);
  const stage = { ruled, entry, settings, clock, versions: exampleVersions(entry), expected };
  switch (ruled.signature) {
    case 'step': {
      const normal = expected ?? 0.1;
      return { ...stage, normal, high: 2 * Math.max(normal * factor, floor), onset: 0 };
    }
    case 'outlier': {
      const normal = 0.2;
      return { ...stage, normal, high: 2 * factor * Math.max(normal, floor), onset: 0 };
    }
    case 'delayed-onset': {
      const normal = expected ?? 0.1;
      return { ...stage, normal, high: 2 * Math.max(normal * factor, onsetFloorOf(issue)), onset: clock.settled };
    }
  }
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
  const { ruled, entry, versions, normal } = stage;
  const { component } = entry;
  const state = 'state' in differs ? differs.state : 'exposed';
  const exposures = state === undefined ? {} : { [ruled.issue.id]: state };
  const { runs } = component;
  return {
    cluster,
    place:
      runs.as === 'container'
        ? {
            kind: 'container',
            namespace: 'kube-system',
            workloadKind: 'DaemonSet',
            workload: component.id,
            pod: `${component.id}-${name}`,
            container: runs.containers[0] ?? '',
            node: `node-${name}`,
          }
        : { kind: 'node-process', node: `node-${name}`, cgroup: runs.cgroup },
    component: component.id,
    lives,
    usage: differs.usage ?? [{ from: lives.from, cores: normal }],
    versions: [{ ...lives, version: differs.version ?? versions.affected, exposures }],
  };
}

/** Usage that rises from normal to `cores` when the issue sets in. */
export function rising({ onset, normal }: IssueStage, cores: number): SimulatedInstance['usage'] {
  return onset === 0
    ? [{ from: 0, cores }]
    : [
        { from: 0, cores: normal },
        { from: onset, cores },
      ];
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
    cores: expected,
  }));
}
