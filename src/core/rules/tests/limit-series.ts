import { resourceWords } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import type { SimulatedInstance } from './simulated-world.ts';

/** What kube-state-metrics says of the limits of one instance and its node. */
export function limitSeries(
  { cluster, place, lives, resource, limit, nodeLimit }: SimulatedInstance,
  { clusterLabel, kubeStateMetricsSelector }: RuleSettings,
): readonly InputSeries[] {
  const scraped = { ...selectorLabels(kubeStateMetricsSelector), [clusterLabel]: cluster };
  const of = { resource: resourceWords[resource].kubernetesName, node: place.node };
  const gauge = (name: string, labels: Readonly<Record<string, string>>, value: number): InputSeries => ({
    series: seriesText(name, { ...scraped, ...labels, ...of }),
    values: `${lives.from === 0 ? '' : `_x${lives.from} `}${value}x${lives.to - lives.from - 1} stale`,
  });
  return [
    ...(limit === undefined || place.kind === 'node-process'
      ? []
      : [
          gauge(
            'kube_pod_container_resource_limits',
            { namespace: place.namespace, pod: place.pod, container: place.container },
            limit,
          ),
        ]),
    ...(nodeLimit === undefined ? [] : [gauge('kube_node_status_allocatable', {}, nodeLimit)]),
  ];
}
