import type { Component } from '../../components/component.ts';
import type { RuleFile } from '../rule-model.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, type RuleTest, seriesText } from './promtool-test.ts';
import { renderAnnotation } from './render-annotation.ts';
import { simulate } from './simulate.ts';
import type { SimulatedInstance, Span } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

type Labels = Readonly<Record<string, string>>;

/** One way of being blind: what Prometheus sees of it, and the alert it raises. */
interface Blindness {
  readonly alert: string;
  readonly what: string;
  readonly series: readonly InputSeries[];
  /** Of each alert, without severity. */
  readonly labels: readonly Labels[];
  readonly value: number;
}

/** The exporter's own alerts: each fires for its cause and not before its time, and a healthy exporter raises none. */
export function healthTests(
  file: RuleFile,
  components: readonly Component[],
  settings: RuleSettings,
): readonly RuleTest[] {
  const length = Math.ceil((2 * settings.exporterFor + 2 * settings.alertFor) / settings.evaluationInterval) + 20;
  const end = (length - 1) * settings.evaluationInterval;
  const exporter = fakeExporter(settings, length);
  const alerts = file.groups.flatMap(({ rules }) => rules.flatMap((rule) => (rule.kind === 'alert' ? [rule] : [])));

  const healthy: RuleTest = {
    name: 'exporter health: a healthy exporter raises nothing',
    series: [
      ...exporter.healthy,
      exporter.gauge('plimsoll_unresolved_instances', unresolved, 0),
      exporter.gauge('plimsoll_discovery_unreadable_collections', { resource: 'pods' }, 0),
      exporter.gauge('plimsoll_component_info', { pod: 'a', component: 'calico-node' }, 1),
    ],
    alerts: alerts.map(({ alert }) => ({ at: end, alert, firing: [] })),
    expressions: [],
  };
  return [
    healthy,
    ...components
      .filter(({ runs }) => runs.as === 'container')
      .slice(0, 1)
      .map((component) => rollingUpdate(component, settings)),
    ...blindnesses(exporter, settings, end).map(({ alert, what, series, labels, value }): RuleTest => {
      const rule = alerts.find((candidate) => candidate.alert === alert);
      const firing = labels.map((own) => ({
        labels: { ...own, ...rule?.labels },
        annotations: Object.fromEntries(
          Object.entries(rule?.annotations ?? {}).map(([name, text]) => [name, renderAnnotation(text, own, value)]),
        ),
      }));
      return {
        name: `exporter health: ${what}`,
        series,
        alerts: [
          { at: 0, alert, firing: [] },
          { at: end, alert, firing },
        ],
        expressions: [],
      };
    }),
  ];
}

/** With every evaluation a pod is replaced, so at any time there are some without usage. */
function rollingUpdate({ id, runs }: Component, settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const pods = 3 * clock.settled;
  const instance = (pod: string, lives: Span): SimulatedInstance => ({
    cluster: '',
    place: {
      kind: 'container',
      namespace: 'test',
      workloadKind: 'DaemonSet',
      workload: 'workload',
      pod,
      container: runs.as === 'container' ? (runs.containers[0] ?? '') : '',
      node: 'node',
    },
    component: id,
    lives,
    resource: 'cpu',
    usage: [{ from: lives.from, amount: 0.1 }],
    versions: [{ ...lives, version: '1.0.0', exposures: { 'TEST-1': 'exposed' } }],
  });
  const instances = Array.from({ length: pods }, (_, index) => index).flatMap((index) => [
    instance(`old-${index}`, { from: 0, to: index + 1 }),
    instance(`new-${index}`, { from: index + 1, to: pods + 1 }),
  ]);
  const world = { instances, expected: [], length: pods + 1, exporters: 1, scrapes: 1, exporterGap: undefined };
  const moments = [0.25, 0.5, 0.75, 1].map((share) => Math.floor(pods * share) - 1);
  return {
    name: 'exporter health: a rolling update raises nothing',
    series: simulate(world, settings),
    alerts: moments.map((at) => ({ at: clock.seconds(at), alert: 'PlimsollUsageMissing', firing: [] })),
    expressions: [],
  };
}

const unresolved = { component: 'calico-node', reason: 'digest_only' };

function blindnesses(exporter: FakeExporter, settings: RuleSettings, end: number): readonly Blindness[] {
  const { clusterLabel } = settings;
  const known = { component: 'calico-node', version: 'v3.27.3', issue: 'TEST-1', exposure: 'exposed' };
  const inPod = { namespace: 'kube-system', pod: 'a', container: 'calico-node', node: 'node' };
  return [
    {
      alert: 'PlimsollAbsent',
      what: 'nothing scrapes it',
      series: [],
      labels: [{}],
      value: 1,
    },
    {
      alert: 'PlimsollAbsent',
      what: 'one cluster of two has lost it',
      series: [
        {
          series: seriesText('up', { ...exporter.scraped, [clusterLabel]: 'east' }),
          values: `1x4 0x${exporter.length}`,
        },
        { series: seriesText('up', { ...exporter.scraped, [clusterLabel]: 'west' }), values: `1x${exporter.length}` },
      ],
      labels: [{ [clusterLabel]: 'east' }],
      value: 1,
    },
    {
      alert: 'PlimsollAbsent',
      what: 'both clusters have lost it, and there is no third alert for the rest of the world',
      series: ['east', 'west'].map((cluster) => ({
        series: seriesText('up', { ...exporter.scraped, [clusterLabel]: cluster }),
        values: `1x4 0x${exporter.length}`,
      })),
      labels: [{ [clusterLabel]: 'east' }, { [clusterLabel]: 'west' }],
      value: 1,
    },
    {
      alert: 'PlimsollDiscoveryStale',
      what: 'its view of the cluster is old',
      series: [exporter.up, exporter.gauge('plimsoll_discovery_last_success_timestamp_seconds', {}, 0)],
      labels: [{}],
      value: end,
    },
    {
      alert: 'PlimsollDiscoveryIncomplete',
      what: 'pods of some namespaces may not be read, as one of two replicas finds',
      series: [
        ...exporter.healthy,
        exporter.gauge('plimsoll_discovery_unreadable_collections', { resource: 'nodes' }, 0),
        exporter.gauge('plimsoll_discovery_unreadable_collections', { resource: 'pods' }, 2),
        exporter.gauge(
          'plimsoll_discovery_unreadable_collections',
          { resource: 'pods', instance: 'plimsoll-1:9848' },
          0,
        ),
      ],
      labels: [{ resource: 'pods' }],
      value: 2,
    },
    {
      alert: 'PlimsollLabelsOverwritten',
      what: 'Prometheus renamed its labels',
      series: [exporter.up, exporter.gauge('plimsoll_component_info', { exported_pod: 'a', pod: 'plimsoll-0' }, 1)],
      labels: [{}],
      value: 1,
    },
    {
      alert: 'PlimsollUsageMissing',
      what: 'a container with a known issue has no usage',
      series: [exporter.up, exporter.gauge('plimsoll_known_issue', { ...known, ...inPod }, 1)],
      labels: [{ component: 'calico-node' }],
      value: 1,
    },
    {
      alert: 'PlimsollUsageMissing',
      what: 'a process with a known issue has no usage',
      series: [exporter.up, exporter.gauge('plimsoll_known_issue', { ...known, component: 'k3s', node: 'node' }, 1)],
      labels: [{ component: 'k3s' }],
      value: 1,
    },
    {
      alert: 'PlimsollVersionUnresolved',
      what: 'versions cannot be read, and two replicas say so',
      series: [
        exporter.up,
        exporter.gauge('plimsoll_unresolved_instances', unresolved, 2),
        exporter.gauge('plimsoll_unresolved_instances', { ...unresolved, instance: 'plimsoll-1:9848' }, 2),
      ],
      labels: [{ component: 'calico-node' }],
      value: 2,
    },
  ];
}

interface FakeExporter {
  readonly length: number;
  /** Labels that Prometheus adds when it scrapes. */
  readonly scraped: Labels;
  readonly gauge: (name: string, labels: Labels, value: number) => InputSeries;
  readonly up: InputSeries;
  readonly healthy: readonly InputSeries[];
}

function fakeExporter({ plimsollSelector, evaluationInterval }: RuleSettings, length: number): FakeExporter {
  const scraped = { ...selectorLabels(plimsollSelector), instance: 'plimsoll-0:9848' };
  const gauge = (name: string, labels: Labels, value: number) => ({
    series: seriesText(name, { ...scraped, ...labels }),
    values: `${value}x${length}`,
  });
  const confirmed = {
    series: seriesText('plimsoll_discovery_last_success_timestamp_seconds', scraped),
    values: `0+${evaluationInterval}x${length}`,
  };
  const up = gauge('up', {}, 1);
  return { length, scraped, gauge, up, healthy: [up, confirmed] };
}
