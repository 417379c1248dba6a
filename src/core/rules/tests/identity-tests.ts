import { measuredOn } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { exporterSeries } from './exporter-series.ts';
import type { ExpressionCheck, InputSeries, RuleTest } from './promtool-test.ts';
import { checkAt, foreigners, identityLabels, recordingTest } from './recording-stage.ts';
import type { SimulatedInstance, SimulatedWorld, VersionRun } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/** Who runs what, and what it is known for, among everything that could be mistaken for it. */
export function identityTests(settings: RuleSettings): readonly RuleTest[] {
  const clock = testClock(settings);
  const upgrade = clock.settled;
  // By then the exposure of the old version is forgotten.
  const gapFrom = upgrade + clock.shortGap + 4;
  const shortGap = { from: gapFrom, to: gapFrom + clock.shortGap };
  const longGap = { from: upgrade, to: upgrade + clock.longGap };
  const length = shortGap.to + 4;
  const instances = lookalikes(upgrade, length);
  const world: SimulatedWorld = {
    instances,
    expected: [],
    length,
    exporters: 2,
    scrapes: 1,
    exporterGap: shortGap,
  };
  return [
    recordingTest(
      'identity',
      'the newest version of each instance, however alike their names and whichever exporter says it',
      { ...world, foreign: [...foreignExporter(world, settings), ...lostReplica(world, upgrade - 3, settings)] },
      [
        ...lookAt(upgrade - 1, instances, settings),
        ...lastSeenNow(upgrade - 1, instances, settings),
        ...lookAt(shortGap.to - 1, instances, settings),
      ],
      settings,
    ),
    recordingTest(
      'identity',
      'forgotten when the exporter is gone for longer than its memory',
      { instances: lookalikes(upgrade, longGap.to), length: longGap.to, exporterGap: longGap },
      lookAt(longGap.to - 1, [], settings),
      settings,
    ),
  ];
}

/** Equal names in two clusters, namespaces, pods and nodes; some change their version at `upgrade`. */
function lookalikes(upgrade: number, length: number): readonly SimulatedInstance[] {
  const lives = { from: 0, to: length };
  const always: readonly VersionRun[] = [{ ...lives, version: '1.0.0', exposures: { 'TEST-1': 'unknown' } }];
  const upgraded: readonly VersionRun[] = [
    { from: 0, to: upgrade, version: '1.0.0', exposures: { 'TEST-1': 'exposed', 'TEST-2': 'unknown' } },
    { from: upgrade, to: length, version: '2.0.0', exposures: { 'TEST-1': 'not_exposed', 'TEST-3': 'exposed' } },
  ];
  const container = (
    cluster: string,
    namespace: string,
    name: string,
    versions: readonly VersionRun[],
  ): SimulatedInstance => ({
    ...unmeasured,
    cluster,
    place: {
      kind: 'container',
      namespace,
      workloadKind: 'Deployment',
      workload: 'workload',
      pod: 'a',
      container: name,
      node: 'node',
    },
    component: name,
    lives,
    versions,
  });
  const process = (
    cluster: string,
    node: string,
    component: string,
    versions: readonly VersionRun[],
  ): SimulatedInstance => ({
    ...unmeasured,
    cluster,
    place: { kind: 'node-process', node, cgroup: undefined },
    component,
    lives,
    versions,
  });
  return [
    container('east', 'test', 'app', upgraded),
    container('east', 'test', 'sidecar', always),
    container('east', 'other', 'app', always),
    container('west', 'test', 'app', always),
    process('east', 'node', 'k3s', upgraded),
    process('east', 'node', 'cri-o', always),
    process('east', 'other-node', 'k3s', always),
    process('west', 'node', 'k3s', always),
  ];
}

const unmeasured = { resource: 'cpu', usage: [] } as const;

/** Identity and exposure are those of `instances`, and no others. */
function lookAt(
  sample: number,
  instances: readonly SimulatedInstance[],
  settings: RuleSettings,
): readonly ExpressionCheck[] {
  return kinds.flatMap((runs) => {
    const { identity, knownIssue } = measuredOn(runs, 'cpu', settings).recordings;
    const now = instances
      .filter(({ place }) => place.kind === runs)
      .flatMap((instance) => {
        const run = instance.versions.find(({ from, to }) => from <= sample && sample < to);
        return run ? [{ instance, run, labels: identityLabels(instance, run.version, settings) }] : [];
      });
    const exposed = now.flatMap(({ run, labels }) => {
      const { workload: _workload, workload_kind: _kind, ...own } = labels;
      const ofIssue = runs === 'container' ? withoutNode(own) : own;
      return Object.entries(run.exposures).map(([issue, exposure]) => ({ ...ofIssue, issue, exposure }));
    });
    return [
      checkAt(
        sample,
        identity,
        now.map(({ labels }) => [labels, 1]),
        settings,
      ),
      checkAt(
        sample,
        knownIssue,
        exposed.map((labels) => [labels, 1]),
        settings,
      ),
    ];
  });
}

const kinds = ['container', 'node-process'] as const;

function withoutNode({ node: _node, ...labels }: Readonly<Record<string, string>>) {
  return labels;
}

/** Seconds since each instance was seen: none, as some replica sees it. */
function lastSeenNow(
  sample: number,
  instances: readonly SimulatedInstance[],
  settings: RuleSettings,
): readonly ExpressionCheck[] {
  return kinds.map((runs) => {
    const { identity } = measuredOn(runs, 'cpu', settings).recordings;
    const seen = instances
      .filter(({ place }) => place.kind === runs)
      .map((instance) => identityLabels(instance, instance.versions[0]?.version ?? '', settings));
    const expr = `(time() - ${identity.replace(/:latest$/, ':last_seen')})`;
    return checkAt(
      sample,
      expr,
      seen.map((labels) => [labels, 0]),
      settings,
    );
  });
}

/** Somebody else's series of the same names. */
function foreignExporter(world: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  const instances = world.instances.map((instance) => ({ ...instance, cluster: 'elsewhere' }));
  return exporterSeries('elsewhere:9848', { ...world, instances, exporterGap: undefined }, settings).flatMap((series) =>
    foreigners(series, settings.plimsollSelector),
  );
}

/** A replica that went without a word: its last samples are found for some minutes more. */
function lostReplica(world: SimulatedWorld, to: number, settings: RuleSettings): readonly InputSeries[] {
  const instances = world.instances.map((instance) => ({
    ...instance,
    versions: instance.versions.slice(0, 1).map((run) => ({ ...run, to })),
  }));
  return exporterSeries('lost:9848', { ...world, instances, exporterGap: undefined }, settings).map(
    ({ series, values }) => ({ series, values: values.replace(/ stale$/, '') }),
  );
}
