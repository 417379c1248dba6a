import type { ExposureState } from '../../matching/finding.ts';
import { isWaived } from './decisions.ts';
import { cast, type IssueStage, misbehaving } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import type { SimulatedInstance } from './simulated-world.ts';

/**
 * What every issue has to show: its alert fires once and in time, and is silent at the usual usage, where a condition does
 * not hold, where nobody has seen the version affected, and on a fixed version.
 *
 * Each of these is a cluster of one world, named after it: an alert too many names the cluster that it comes from, and
 * the rules are evaluated once instead of six times.
 */
export function issueScenario(director: Director): RuleTest {
  const { stage } = director;
  const { fires, tooEarly, ruled } = stage;
  const until = fires + 4;
  const judged = crowd(stage, { until, cluster: 'affected' });
  const unseen = crowd(stage, { until, cluster: 'condition-unseen', state: 'unknown' });
  const alerting =
    judgeable(stage) && !isWaived(stage) ? [judged, ...(ruled.issue.conditions.length === 0 ? [] : [unseen])] : [];
  const silent = silentClusters(stage, until);
  return scenario(
    director,
    alerting.length === 0 ? 'silent, as nothing can be learned, or it is waived' : 'one alert, in time',
    {
      instances: [...alerting.flatMap(({ all }) => all), ...silent],
      checks: [
        { at: tooEarly, firing: [] },
        { at: fires, firing: alerting.map(({ diverging }) => diverging) },
      ],
    },
  );
}

/** Without a figure, a step is judged by what versions without the issue used; where none can be named, it never is. */
export function judgeable({ ruled, expected, versions }: IssueStage): boolean {
  return (
    ruled.issue.signature !== 'step' || expected !== undefined || (versions.before ?? versions.fixed) !== undefined
  );
}

function silentClusters(stage: IssueStage, until: number): readonly SimulatedInstance[] {
  const { versions } = stage;
  const lives = { from: 0, to: until };
  const names = ['1', '2', '3'];
  const busy = (name: string) => (name === '1' ? { usage: misbehaving(stage) } : {});
  const busyCluster = (cluster: string, state: ExposureState | undefined, version?: string) =>
    names.map((name) =>
      cast(stage, { name, lives, cluster, state, ...busy(name), ...(version === undefined ? {} : { version }) }),
    );
  return [
    ...names.map((name) => cast(stage, { name, lives, cluster: 'usual-usage' })),
    ...busyCluster('condition-does-not-hold', 'not_exposed'),
    ...busyCluster('nobody-saw-it-affected', 'unconfirmed'),
    ...(versions.fixed === undefined ? [] : busyCluster('fixed-version', undefined, versions.fixed)),
  ];
}
