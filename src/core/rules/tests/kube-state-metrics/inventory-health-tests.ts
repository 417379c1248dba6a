import type { Component } from '../../../components/component.ts';
import type { RuleFile } from '../../rule-model.ts';
import type { RuleSettings } from '../../rule-settings.ts';
import { selectorLabels } from '../../selector-labels.ts';
import { type InputSeries, type RuleTest, seriesText } from '../promtool-test.ts';
import { renderAnnotation } from '../render-annotation.ts';

type Labels = Readonly<Record<string, string>>;

/** One way of being blind: what Prometheus sees of it, and the alert it raises. */
interface Blindness {
  readonly alert: string;
  readonly what: string;
  readonly series: readonly InputSeries[];
  /** Of the alert, without severity; empty when it must not fire. */
  readonly labels: readonly Labels[];
}

/** The alerts about kube-state-metrics: each fires for its cause and not before its time, and a whole inventory raises none. */
export function inventoryHealthTests(
  file: RuleFile,
  components: readonly Component[],
  settings: RuleSettings,
): readonly RuleTest[] {
  const { exporterFor, alertFor, memory, evaluationInterval } = settings;
  const length = Math.ceil((2 * exporterFor + 2 * alertFor + 2 * memory) / evaluationInterval) + 20;
  const end = (length - 1) * evaluationInterval;
  const alerts = file.groups.flatMap(({ rules }) => rules.flatMap((rule) => (rule.kind === 'alert' ? [rule] : [])));
  return [
    {
      name: 'inventory health: a whole inventory raises nothing',
      series: wholeInventory(settings, length),
      alerts: alerts
        // No usage is simulated here.
        .filter(({ alert }) => alert !== 'PlimsollUsageMissing')
        .map(({ alert }) => ({ at: end, alert, firing: [] })),
      expressions: [],
    },
    ...blindnesses(trackedContainer(components), settings, length).map(({ alert, what, series, labels }): RuleTest => {
      const rule = alerts.find((candidate) => candidate.alert === alert);
      const firing = labels.map((own) => ({
        labels: { ...own, ...rule?.labels },
        annotations: Object.fromEntries(
          Object.entries(rule?.annotations ?? {}).map(([name, text]) => [name, renderAnnotation(text, own, 1)]),
        ),
      }));
      return {
        name: `inventory health: ${what}`,
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

/** A node, and a container in kube-system that nobody catalogued. */
function wholeInventory(settings: RuleSettings, length: number, cluster = '', values = `1x${length}`) {
  const scraped = { ...selectorLabels(settings.kubeStateMetricsSelector), [settings.clusterLabel]: cluster };
  const pod = { namespace: 'kube-system', pod: 'other' };
  const image = { container: 'other', image_spec: 'example.com/other:1', image: 'example.com/other:1' };
  return [
    { series: seriesText('kube_node_info', { ...scraped, node: 'node', kubelet_version: 'odd' }), values },
    { series: seriesText('kube_pod_container_info', { ...scraped, ...pod, ...image }), values },
  ];
}

interface TrackedContainer {
  readonly component: string;
  readonly container: string;
  /** Without a tag. */
  readonly image: string;
}

/** Of the first component that runs in a container; a catalog without any has nothing to track. */
function trackedContainer(components: readonly Component[]): TrackedContainer | undefined {
  for (const { id, runs } of components) {
    if (runs.as !== 'container') continue;
    const [image = ''] = [...runs.images, ...runs.sharedImages];
    return { component: id, container: runs.containers[0] ?? '', image };
  }
  return undefined;
}

function blindnesses(of: TrackedContainer | undefined, settings: RuleSettings, length: number): readonly Blindness[] {
  const { clusterLabel } = settings;
  const scraped = selectorLabels(settings.kubeStateMetricsSelector) ?? {};
  const always = `1x${length}`;
  const whole = wholeInventory(settings, length);
  const [node, container] = whole;
  const { component = '', container: name = '', image = '' } = of ?? {};
  const identity = { namespace: 'apps', pod: 'a', container: name };
  const tracked = { ...scraped, ...identity, image_spec: `${image}:latest` };
  const onNode = { namespace: 'apps', pod: 'a', node: 'node', created_by_kind: 'DaemonSet', created_by_name: 'a' };
  const blindToContainers: readonly Blindness[] = [
    {
      alert: 'PlimsollInventoryIncomplete',
      what: 'it shows containers without their pods',
      series: [...whole, { series: seriesText('kube_pod_container_info', tracked), values: always }],
      labels: [{}],
    },
    {
      alert: 'PlimsollVersionUnresolved',
      what: 'the tag of an image is no version',
      series: [
        ...whole,
        { series: seriesText('kube_pod_container_info', tracked), values: always },
        { series: seriesText('kube_pod_info', { ...scraped, ...onNode }), values: always },
      ],
      labels: [{ component }],
    },
    {
      alert: 'PlimsollUsageMissing',
      what: 'a container with a known issue has no usage',
      series: [
        {
          series: seriesText('cluster_namespace_pod_container:plimsoll_known_issue:max', {
            ...identity,
            component,
            version: '1.0.0',
            issue: 'TEST-1',
            exposure: 'exposed',
          }),
          values: always,
        },
      ],
      labels: [{ component }],
    },
  ];
  return [
    { alert: 'PlimsollInventoryAbsent', what: 'there is no kube-state-metrics', series: [], labels: [{}] },
    {
      alert: 'PlimsollInventoryAbsent',
      what: 'one cluster of two has lost it',
      series: [...wholeInventory(settings, length, 'east', '1x4 stale'), ...wholeInventory(settings, length, 'west')],
      labels: [{ [clusterLabel]: 'east' }],
    },
    {
      alert: 'PlimsollInventoryIncomplete',
      what: 'it shows nodes and no containers',
      series: node ? [node] : [],
      labels: [{}],
    },
    {
      alert: 'PlimsollLabelsOverwritten',
      what: 'Prometheus renamed its labels',
      series: [...whole, { series: container?.series.replace('pod=', 'exported_pod="b", pod=') ?? '', values: always }],
      labels: [{}],
    },
    ...(of ? blindToContainers : []),
  ];
}
