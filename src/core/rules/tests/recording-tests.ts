import type { Component } from '../../components/component.ts';
import { measuredOn } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { ExpressionCheck, RuleTest } from './promtool-test.ts';
import { type SimulatedInstance, type SimulatedWorld, simulate } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/** The recordings that every issue builds on, judged by themselves. */
export function recordingTests(components: readonly Component[], settings: RuleSettings): readonly RuleTest[] {
  const inContainer = components.filter(({ runs }) => runs.as === 'container').slice(0, 1);
  const onNodes = components.filter(({ runs }) => runs.as === 'node-process');
  return [
    ...inContainer.flatMap((component) => containerTests(component, settings)),
    ...onNodes.map((component) => nodeTest(component, settings)),
  ];
}

function containerTests(component: Component, settings: RuleSettings): readonly RuleTest[] {
  const clock = testClock(settings);
  const { usageCpu, medianCpu, historyCpu, knownIssue } = measuredOn('container', settings);
  const { clusterLabel } = settings;
  const identity = 'cluster_namespace_pod_container:plimsoll_component_info:latest';
  const half = clock.settled;
  const length = clock.warmedUp + clock.settled;
  const run = (pod: string, differs: Differs = {}) => instance(component, pod, length, differs);
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
      'usage counts once however often it is scraped, and stays with its cluster',
      {
        instances: [run('a', { cluster: 'east' }), run('a', { cluster: 'west', cores: 0.25 })],
        exporters: 2,
        scrapes: 2,
      },
      at(
        half,
        `sum by (${clusterLabel}, pod) (${usageCpu})`,
        [`{${clusterLabel}="east", pod="a"}`, 0.5],
        [`{${clusterLabel}="west", pod="a"}`, 0.25],
      ),
    ),
    test(
      'a restart makes another cgroup, and usage stays what it is',
      { instances: [run('a', { restartsAt: half })] },
      at(half - 1, `sum by (pod) (${usageCpu})`, ['{pod="a"}', 0.5]),
      at(half + clock.settled, `sum by (pod) (${usageCpu})`, ['{pod="a"}', 0.5]),
    ),
    test(
      'the median is per version, and what has no version has none',
      {
        instances: [
          ...[0.25, 0.5, 1].map((cores, index) => run(`a${index}`, { cores })),
          run('b', { cores: 0.75, version: '2.0.0' }),
          run('c', { cores: 2, version: '' }),
        ],
      },
      at(half, `sum by (version) (${medianCpu})`, ['{version="1.0.0"}', 0.5], ['{version="2.0.0"}', 0.75]),
    ),
    test(
      'a version has a history only after its warm-up',
      { instances: [run('a')] },
      at(clock.stillCold, `sum by (version) (${historyCpu})`),
      at(length - 1, `sum by (version) (${historyCpu})`, ['{version="1.0.0"}', 0.5]),
    ),
  ];
}

/** Usage of a process comes from the series that measures it, and from no other that carries the same name. */
function nodeTest(component: Component, settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const { usageCpu, historyCpu } = measuredOn('node-process', settings);
  const length = clock.warmedUp + clock.settled;
  const instances = [instance(component, 'a', length, {}), instance(component, 'b', length, { cores: 0.25 })];
  const world = { instances, length, exporters: 2, scrapes: 2 };
  const checks = [
    check(clock.seconds(clock.settled), `sum by (node, version) (${usageCpu})`, [
      ['{node="a", version="1.0.0"}', 0.5],
      ['{node="b", version="1.0.0"}', 0.25],
    ]),
    check(clock.seconds(length - 1), `sum by (component, version) (${historyCpu})`, [
      [`{component="${component.id}", version="1.0.0"}`, 0.375],
    ]),
  ];
  const test = recordingTest(component, 'usage and history of a process on the node', world, checks, settings);
  const elsewhere = {
    series: 'process_cpu_seconds_total{job="apiserver", node="a", instance="a:6443"}',
    values: `0+1000x${length}`,
  };
  return { ...test, series: [...test.series, elsewhere] };
}

interface Differs extends Partial<SimulatedInstance> {
  readonly cores?: number;
  readonly version?: string;
  readonly exposures?: SimulatedInstance['versions'][number]['exposures'];
}

function instance(component: Component, name: string, length: number, differs: Differs): SimulatedInstance {
  const { cores = 0.5, version = '1.0.0', exposures = {}, ...rest } = differs;
  const { runs } = component;
  const lives = { from: 0, to: length };
  return {
    cluster: '',
    place:
      runs.as === 'node-process'
        ? { kind: 'node-process', node: name, cgroup: runs.cgroup }
        : {
            kind: 'container',
            namespace: 'test',
            workloadKind: 'Deployment',
            workload: 'workload',
            pod: name,
            container: runs.containers[0] ?? '',
            node: 'node',
          },
    component: component.id,
    lives,
    usage: [{ from: 0, cores }],
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
