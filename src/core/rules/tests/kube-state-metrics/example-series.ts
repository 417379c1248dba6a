import type { Example } from '../../../catalog/known-issue.ts';
import { instanceTypeLabels } from '../../../inventory/kubernetes-objects.ts';
import { seriesLabel } from '../../../series/label-names.ts';
import { architectureLabel, rolePrefix } from '../../../series/node-series.ts';
import type { SeriesName } from '../../../series/series-queries.ts';

/** One series of kube-state-metrics, and what a discovery would ask it as. */
export interface ShownSeries {
  readonly series: SeriesName;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What kube-state-metrics shows of the miniature cluster of an example, where it may show every label and annotation. */
export function exampleSeries(example: Example): readonly ShownSeries[] {
  const { container, others } = example;
  const pods = container
    ? Array.from({ length: container.replicas }, (_, index) => podSeries(`example-${index}`, container, container))
    : [];
  const otherPods = others.map((other, index) =>
    podSeries(`other-${index}`, other, { podLabels: {}, podAnnotations: {} }),
  );
  return [
    ...Array.from({ length: example.nodes }, (_, index) => nodeSeries(`node-${index}`, example)),
    ...pods,
    ...otherPods,
  ].flat();
}

function nodeSeries(node: string, example: Example): readonly ShownSeries[] {
  const { cpus, memory, nodeLabels, nodeAnnotations } = example;
  const labels = {
    ...nodeLabels,
    ...(example.architecture === '' ? {} : { [architectureLabel]: example.architecture }),
    ...(example.instanceType === '' ? {} : { [instanceTypeLabels[0]]: example.instanceType }),
  };
  const roles = Object.keys(nodeLabels).filter((key) => key.startsWith(rolePrefix));
  const capacity = (resource: string, value: number | undefined) =>
    value === undefined ? [] : [{ ...shown('nodeCapacity', 'kube_node_status_capacity', { node, resource }), value }];
  return [
    shown('nodes', 'kube_node_info', {
      node,
      kubelet_version: example.kubelet,
      kernel_version: example.kernel,
      os_image: example.osImage,
      container_runtime_version: example.runtime,
      provider_id: example.providerId,
    }),
    ...roles.map((key) => shown('nodeRoles', 'kube_node_role', { node, role: key.slice(rolePrefix.length) })),
    shown('nodeLabels', 'kube_node_labels', { node, ...named('label', labels) }),
    shown('nodeAnnotations', 'kube_node_annotations', { node, ...named('annotation', nodeAnnotations) }),
    ...capacity('cpu', cpus),
    ...capacity('memory', memory),
  ];
}

type KeyValues = Readonly<Record<string, string>>;

function podSeries(
  pod: string,
  { name, image }: { readonly name: string; readonly image: string },
  { podLabels, podAnnotations }: { readonly podLabels: KeyValues; readonly podAnnotations: KeyValues },
): readonly ShownSeries[] {
  const own = { namespace: 'example', pod, uid: `uid-of-${pod}` };
  const creator = { created_by_kind: 'StatefulSet', created_by_name: pod.replace(/-\d+$/, '') };
  return [
    shown('pods', 'kube_pod_info', { ...own, node: 'node-0', ...creator }),
    shown('containers', 'kube_pod_container_info', { ...own, container: name, image_spec: image, image }),
    shown('podLabels', 'kube_pod_labels', { ...own, ...named('label', podLabels) }),
    shown('podAnnotations', 'kube_pod_annotations', { ...own, ...named('annotation', podAnnotations) }),
  ];
}

function named(prefix: 'label' | 'annotation', values: KeyValues): KeyValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [seriesLabel(prefix, key), value]));
}

/** To Prometheus, a label without a value is none. */
function shown(series: SeriesName, metric: string, labels: KeyValues): ShownSeries {
  return {
    series,
    metric,
    labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== '')),
    value: 1,
  };
}
