import type { ComparedResource } from '../../catalog/measurement.ts';
import type { Component } from '../../components/component.ts';
import { measuredOn } from '../measured-on.ts';
import { cgroupOf } from '../node-process-usage.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { ExpressionCheck, RuleTest } from './promtool-test.ts';
import { simulate } from './simulate.ts';
import type { SimulatedInstance, SimulatedWorld } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/** The recordings that every issue builds on, judged by themselves. */
export function recordingTests(components: readonly Component[], settings: RuleSettings): readonly RuleTest[] {
  const inContainer = components.filter(({ runs }) => runs.as === 'container').slice(0, 1);
  const onNodes = components.filter(({ runs }) => runs.as === 'node-process');
  const resources: readonly ComparedResource[] = ['cpu', 'memory'];
  return [
    ...(settings.inventoryFrom === 'exporter'
      ? inContainer.flatMap((component) => identityTests(component, settings))
      : []),
    ...inContainer.flatMap((component) => resources.flatMap((resource) => usageTests(component, resource, settings))),
    ...onNodes.flatMap((component) => resources.map((resource) => nodeTest(component, resource, settings))),
  ];
}

function identityTests(component: Component, settings: RuleSettings): readonly RuleTest[] {
  const clock = testClock(settings);
  const { recordings } = measuredOn('container', 'cpu', settings);
  const { identity, knownIssue } = recordings;
  const half = clock.settled;
  const length = clock.warmedUp + clock.settled;
  const run = (pod: string, differs: Differs = {}) => instance(component, 'cpu', pod, length, differs, settings);
  const at = (samples: number, expr: string, ...expected: readonly Expected[]) =>
    check(clock.seconds(samples), expr, expected);
  const test = (what: string, world: Partial<SimulatedWorld>, ...checks: readonly ExpressionCheck[]) =>
    recordingTest(component, what, { length, ...world }, checks, settings);

  const upgraded = run('a', {
    versions: [
      { from: 0, to: half, version: '1.0.0', exposures: {} },
      { from: half, to: length, version: '2.0.0', exposures: {} },
    ],
  });
  const exposed = run('a', { exposures: { 'TEST-1': 'exposed', 'TEST-2': 'unknown' } });
  const exporterGap = { from: half, to: half + clock.shortGap };
  const longGap = { from: half, to: half + clock.longGap };
  const seen = 'cluster_component_version:plimsoll_version_last_seen:timestamp';
  const firstSeen = 'cluster_component_version:plimsoll_version_first_seen:timestamp';
  const unjudged = 'cluster_component_version:plimsoll_known_issue_unjudged:count';
  return [
    test(
      'the newest version of a container counts, whichever exporter says it',
      { instances: [upgraded], exporters: 2 },
      at(half - 1, `count by (pod, version) (${identity})`, ['{pod="a", version="1.0.0"}', 1]),
      at(half + 1, `count by (pod, version) (${identity})`, ['{pod="a", version="2.0.0"}', 1]),
    ),
    test(
      'identity and exposure outlast a gap in the exporter, once each',
      { instances: [exposed], exporters: 2, exporterGap },
      at(exporterGap.to - 1, `count by (pod, version) (${identity})`, ['{pod="a", version="1.0.0"}', 1]),
      at(
        exporterGap.to - 1,
        `count by (issue, exposure) (${knownIssue})`,
        ['{exposure="exposed", issue="TEST-1"}', 1],
        ['{exposure="unknown", issue="TEST-2"}', 1],
      ),
    ),
    test(
      'identity and exposure are forgotten when the exporter is gone for longer than its memory',
      { instances: [exposed], exporterGap: longGap, length: longGap.to + 4 },
      at(longGap.to - 1, `count by (pod, version) (${identity})`),
      at(longGap.to - 1, `count by (issue, exposure) (${knownIssue})`),
    ),
    test(
      'a version is remembered with its first and its last time',
      { instances: [upgraded] },
      at(
        length - 1,
        `(sum by (version) (${seen}) - ${clock.seconds(length - 1)}) > bool -${clock.seconds(2)}`,
        ['{version="1.0.0"}', 0],
        ['{version="2.0.0"}', 1],
      ),
      at(
        length - 1,
        `sum by (version) (${firstSeen}) >= bool ${clock.seconds(half)}`,
        ['{version="1.0.0"}', 0],
        ['{version="2.0.0"}', 1],
      ),
    ),
    test(
      'what has an issue and is not measured cannot be judged',
      { instances: [{ ...exposed, usage: [] }] },
      at(
        half,
        `sum by (version, issue, reason) (${unjudged})`,
        ['{issue="TEST-1", reason="no_usage", version="1.0.0"}', 1],
        ['{issue="TEST-2", reason="no_usage", version="1.0.0"}', 1],
      ),
    ),
    test('what is measured can be judged', { instances: [exposed] }, at(half, `sum by (reason) (${unjudged})`)),
  ];
}

/** Amounts of the tests, of whose medians the recordings can be told. */
const units: Readonly<Record<ComparedResource, number>> = { cpu: 1, memory: 1_000_000 };

function usageTests(component: Component, resource: ComparedResource, settings: RuleSettings): readonly RuleTest[] {
  const clock = testClock(settings);
  const { usage, median, history } = measuredOn('container', resource, settings).recordings;
  const { clusterLabel } = settings;
  const half = clock.settled;
  const length = clock.warmedUp + clock.settled;
  const run = (pod: string, differs: Differs = {}) => instance(component, resource, pod, length, differs, settings);
  const unit = units[resource];
  const at = (samples: number, expr: string, ...expected: readonly Expected[]) =>
    check(clock.seconds(samples), `${expr} / ${unit}`, expected);
  const test = (what: string, world: Partial<SimulatedWorld>, ...checks: readonly ExpressionCheck[]) =>
    recordingTest(component, `${resource}: ${what}`, { length, ...world }, checks, settings);
  const gone = run('a', { lives: { from: 0, to: clock.warmedUp } });

  return [
    test(
      'usage counts once however often it is scraped, and stays with its cluster',
      {
        instances: [run('a', { cluster: 'east' }), run('a', { cluster: 'west', amount: 0.25 })],
        exporters: 2,
        scrapes: 2,
      },
      at(
        half,
        `sum by (${clusterLabel}, pod) (${usage})`,
        [`{${clusterLabel}="east", pod="a"}`, 0.5],
        [`{${clusterLabel}="west", pod="a"}`, 0.25],
      ),
    ),
    test(
      'a restart makes another cgroup, and usage stays what it is',
      { instances: [run('a', { restartsAt: half })] },
      at(half - 1, `sum by (pod) (${usage})`, ['{pod="a"}', 0.5]),
      at(half + clock.settled, `sum by (pod) (${usage})`, ['{pod="a"}', 0.5]),
    ),
    test(
      'the median is per version, and what has no version has none',
      {
        instances: [
          ...[0.25, 0.5, 1].map((amount, index) => run(`a${index}`, { amount })),
          run('b', { amount: 0.75, version: '2.0.0' }),
          run('c', { amount: 2, version: '' }),
        ],
      },
      at(half, `sum by (version) (${median})`, ['{version="1.0.0"}', 0.5], ['{version="2.0.0"}', 0.75]),
    ),
    test(
      'a version has a history only after its warm-up',
      { instances: [run('a')] },
      at(clock.stillCold, `sum by (version) (${history})`),
      at(length - 1, `sum by (version) (${history})`, ['{version="1.0.0"}', 0.5]),
    ),
    test(
      'the history of a version outlasts it',
      { instances: [{ ...gone, versions: gone.versions.map((one) => ({ ...one, to: clock.warmedUp })) }] },
      at(length - 1, `sum by (version) (${history})`, ['{version="1.0.0"}', 0.5]),
    ),
  ];
}

/** Usage of a process comes from the series that measures it, and from no other that carries the same name. */
function nodeTest(component: Component, resource: ComparedResource, settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const { usage, history } = measuredOn('node-process', resource, settings).recordings;
  const length = clock.warmedUp + clock.settled;
  const unit = units[resource];
  const node = (name: string, differs: Differs) => instance(component, resource, name, length, differs, settings);
  const world = { instances: [node('a', {}), node('b', { amount: 0.25 })], length, exporters: 2, scrapes: 2 };
  const checks = [
    check(clock.seconds(clock.settled), `sum by (node, version) (${usage}) / ${unit}`, [
      ['{node="a", version="1.0.0"}', 0.5],
      ['{node="b", version="1.0.0"}', 0.25],
    ]),
    check(clock.seconds(length - 1), `sum by (component, version) (${history}) / ${unit}`, [
      [`{component="${component.id}", version="1.0.0"}`, 0.375],
    ]),
  ];
  const what = `${resource}: usage and history of a process on the node`;
  const test = recordingTest(component, what, world, checks, settings);
  const elsewhere = ['process_cpu_seconds_total', 'process_resident_memory_bytes'].map((metric) => ({
    series: `${metric}{job="apiserver", node="a", instance="a:6443"}`,
    values: `0+1000000000x${length}`,
  }));
  return { ...test, series: [...test.series, ...elsewhere] };
}

interface Differs extends Partial<SimulatedInstance> {
  readonly amount?: number;
  readonly version?: string;
  readonly exposures?: SimulatedInstance['versions'][number]['exposures'];
}

function instance(
  { id, runs }: Component,
  resource: ComparedResource,
  name: string,
  length: number,
  differs: Differs,
  settings: RuleSettings,
): SimulatedInstance {
  const { amount = 0.5, version = '1.0.0', exposures = {}, ...rest } = differs;
  const lives = { from: 0, to: length };
  return {
    cluster: '',
    place:
      runs.as === 'node-process'
        ? { kind: 'node-process', node: name, cgroup: cgroupOf(runs, settings) }
        : {
            kind: 'container',
            namespace: 'test',
            workloadKind: 'Deployment',
            workload: 'workload',
            pod: name,
            container: runs.containers[0] ?? '',
            node: 'node',
          },
    component: id,
    lives,
    resource,
    usage: [{ from: 0, amount: amount * units[resource] }],
    versions: [{ ...lives, version, exposures }],
    ...rest,
  };
}

function recordingTest(
  component: Component,
  what: string,
  world: Partial<SimulatedWorld>,
  expressions: readonly ExpressionCheck[],
  settings: RuleSettings,
): RuleTest {
  const whole = { instances: [], expected: [], length: 0, exporters: 1, scrapes: 1, exporterGap: undefined, ...world };
  return { name: `recordings of ${component.id}: ${what}`, series: simulate(whole, settings), alerts: [], expressions };
}

type Expected = readonly [labels: string, value: number];

/** Rounded, as promtool compares floating point numbers bit by bit. */
function check(at: number, expr: string, expected: readonly Expected[]): ExpressionCheck {
  return { at, expr: `round(${expr}, 0.001)`, samples: expected.map(([labels, value]) => ({ labels, value })) };
}
