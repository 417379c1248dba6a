import { parseQuantity } from '../../../src/core/inventory/quantity.ts';
import { aSeries, type FakeSeries } from './series.ts';

/** Kubernetes objects as kubectl prints them, as far as kube-state-metrics looks at them. */
export interface RawObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { kind: string; name: string; controller?: boolean }[];
  };
  readonly spec?: {
    readonly providerID?: string | undefined;
    readonly nodeName?: string;
    readonly containers?: readonly object[];
    readonly initContainers?: readonly object[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly nodeInfo?: Readonly<Record<string, string | undefined>>;
    readonly capacity?: Readonly<Record<string, string>> | undefined;
  };
}

interface RawContainer {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
}

/** What of its options changes what it shows. */
export interface KubeStateMetrics {
  /** `--metric-labels-allowlist`, `--metric-annotations-allowlist`: `*`, or the keys; none by default. */
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
}

/** The series that kube-state-metrics shows of these objects, as of version 2.18. */
export function kubeStateMetrics(objects: readonly RawObject[], options: KubeStateMetrics = {}): readonly FakeSeries[] {
  const all = objects.flatMap((object) => {
    if (object.kind === 'Node') return nodeSeries(object, options);
    if (object.kind === 'Pod') return podSeries(object, options);
    return object.kind === 'ReplicaSet' ? replicaSetSeries(object) : [];
  });
  // What Prometheus keeps of it: to it, a label without a value is none.
  return all.map((series) => ({
    ...series,
    labels: Object.fromEntries(Object.entries(series.labels).filter(([, value]) => value !== '')),
  }));
}

function nodeSeries({ metadata, spec, status }: RawObject, options: KubeStateMetrics): readonly FakeSeries[] {
  const node = metadata.name;
  const info = status?.nodeInfo ?? {};
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith('node-role.kubernetes.io/'));
  return [
    aSeries('kube_node_info', {
      node,
      kernel_version: info['kernelVersion'] ?? '',
      os_image: info['osImage'] ?? '',
      container_runtime_version: info['containerRuntimeVersion'] ?? '',
      kubelet_version: info['kubeletVersion'] ?? '',
      kubeproxy_version: 'deprecated',
      provider_id: spec?.providerID ?? '',
      pod_cidr: '10.42.0.0/24',
      system_uuid: '6a5f9e0c',
      internal_ip: '10.0.0.1',
    }),
    ...roles.map((key) => aSeries('kube_node_role', { node, role: key.slice('node-role.kubernetes.io/'.length) })),
    ...keyValues('kube_node_labels', 'label', { node }, metadata.labels, options.labels),
    ...keyValues('kube_node_annotations', 'annotation', { node }, metadata.annotations, options.annotations),
    ...Object.entries(status?.capacity ?? {}).map(([resource, quantity]) =>
      aSeries('kube_node_status_capacity', { node, resource, unit: '' }, { value: parseQuantity(quantity) ?? 0 }),
    ),
  ];
}

function podSeries({ metadata, spec, status }: RawObject, options: KubeStateMetrics): readonly FakeSeries[] {
  const { name: pod, namespace = '', uid = `uid-of-${pod}` } = metadata;
  const own = { namespace, pod, uid };
  const creator = metadata.ownerReferences?.find(({ controller }) => controller === true);
  const containers = (name: string, all: readonly object[]) =>
    (all as readonly RawContainer[]).map(({ name: container, image = '', restartPolicy = '' }) =>
      aSeries(name, {
        ...own,
        container,
        image_spec: image,
        image: /^[^/]*\.[^/]*\//.test(image) ? image : `docker.io/${image}`,
        image_id: `${image.replace(/[:@][^/]*$/, '')}@sha256:${'0'.repeat(64)}`,
        container_id: `containerd://${container}`,
        ...(name.includes('init') && { restart_policy: restartPolicy }),
      }),
    );
  return [
    aSeries('kube_pod_info', {
      ...own,
      node: spec?.nodeName ?? '',
      host_ip: '10.0.0.1',
      created_by_kind: creator?.kind ?? '',
      created_by_name: creator?.name ?? '',
      priority_class: '',
      host_network: 'false',
    }),
    aSeries('kube_pod_created', own, { value: 1_759_000_000 }),
    ...['Pending', 'Succeeded', 'Failed', 'Unknown', 'Running'].map((phase) =>
      aSeries('kube_pod_status_phase', { ...own, phase }, { value: phase === status?.phase ? 1 : 0 }),
    ),
    ...containers('kube_pod_container_info', spec?.containers ?? []),
    ...containers('kube_pod_init_container_info', spec?.initContainers ?? []),
    ...keyValues('kube_pod_labels', 'label', own, metadata.labels, options.labels),
    ...keyValues('kube_pod_annotations', 'annotation', own, metadata.annotations, options.annotations),
  ];
}

function replicaSetSeries({ metadata }: RawObject): readonly FakeSeries[] {
  const owner = metadata.ownerReferences?.[0];
  return [
    aSeries('kube_replicaset_owner', {
      namespace: metadata.namespace ?? '',
      replicaset: metadata.name,
      owner_kind: owner?.kind ?? '',
      owner_name: owner?.name ?? '',
      owner_is_controller: owner ? String(owner.controller === true) : '',
    }),
  ];
}

/** Without an allowlist there is no such metric. */
function keyValues(
  name: string,
  prefix: string,
  own: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>> = {},
  allowed: readonly string[] = [],
): readonly FakeSeries[] {
  if (allowed.length === 0) return [];
  const shown = Object.entries(values)
    .filter(([key]) => allowed.includes('*') || allowed.includes(key))
    .map(([key, value]) => [`${prefix}_${snakeCase(key.replace(/\W/g, '_'))}`, value] as const);
  return [aSeries(name, { ...own, ...Object.fromEntries(shown) })];
}

function snakeCase(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
