import type { ApiObject } from './api-object.ts';

export interface Owner {
  readonly kind: string;
  readonly name: string;
}

export interface PodOptions {
  readonly name: string;
  readonly namespace?: string;
  readonly image: string;
  readonly node?: string;
  readonly phase?: string;
  readonly owner?: Owner;
  readonly env?: Readonly<Record<string, string>>;
  /** Images of containers beside the main one. */
  readonly sidecars?: Readonly<Record<string, string>>;
  /** Images of init containers; those that go on running are sidecars as Kubernetes means them. */
  readonly initContainers?: Readonly<Record<string, { readonly image: string; readonly isSidecar?: boolean }>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A running pod with one container, with some of what is not kept. */
export function aPod(options: PodOptions): ApiObject {
  const { name, namespace = 'default', node = 'node-1', phase = 'Running', owner, annotations } = options;
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-of-${name}`,
      ...(annotations ? { annotations } : {}),
      ...(owner ? { ownerReferences: [ownerReference(owner)] } : {}),
      managedFields: [{ manager: 'kubelet', operation: 'Update' }],
    },
    spec: podSpec(options, node),
    status: { phase },
  };
}

/** The pod by which the API shows what a kubelet runs from a file: its owner is the node, and its name ends with it. */
export function aMirrorPod({ node = 'node-1', ...options }: Omit<PodOptions, 'owner' | 'annotations'>): ApiObject {
  const pod = aPod({
    namespace: 'kube-system',
    ...options,
    node,
    name: `${options.name}-${node}`,
    annotations: { 'kubernetes.io/config.mirror': 'hash-of-the-file', 'kubernetes.io/config.source': 'file' },
  });
  const owner = { apiVersion: 'v1', kind: 'Node', name: node, uid: `uid-of-${node}`, controller: true };
  return { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } };
}

export function aNode(name: string, kubeletVersion = 'v1.33.7'): ApiObject {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name }, annotations: {} },
    spec: { podCIDR: '10.0.0.0/24' },
    status: { nodeInfo: { kubeletVersion, kernelVersion: '6.1.0', osImage: 'Debian GNU/Linux 13' } },
  };
}

export function aNamespace(name: string): ApiObject {
  return {
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

export function aReplicaSet(name: string, deployment: string, namespace = 'default'): ApiObject {
  return {
    metadata: { name, namespace, ownerReferences: [ownerReference({ kind: 'Deployment', name: deployment })] },
    spec: { replicas: 1 },
  };
}

export interface WorkloadOptions
  extends Pick<PodOptions, 'name' | 'namespace' | 'image' | 'env' | 'sidecars' | 'initContainers'> {
  /** Pods wanted; of a DaemonSet, nodes that want one. */
  readonly replicas?: number;
}

export function aDaemonSet({ replicas = 1, ...options }: WorkloadOptions): ApiObject {
  const { metadata, spec } = aWorkload(options);
  const status = { desiredNumberScheduled: replicas, currentNumberScheduled: replicas, numberReady: replicas };
  return { metadata, spec, status };
}

export function aDeployment({ replicas = 1, ...options }: WorkloadOptions): ApiObject {
  const { metadata, spec } = aWorkload(options);
  return { metadata, spec: { replicas, ...spec }, status: { replicas, readyReplicas: replicas } };
}

export function aStatefulSet({ replicas = 1, ...options }: WorkloadOptions): ApiObject {
  const { metadata, spec } = aWorkload(options);
  const statefulSpec = { replicas, serviceName: options.name, ...spec };
  return { metadata, spec: statefulSpec, status: { replicas, readyReplicas: replicas } };
}

function aWorkload(options: Omit<WorkloadOptions, 'replicas'>) {
  const { name, namespace = 'default' } = options;
  const labels = { app: name };
  return {
    metadata: { name, namespace, uid: `uid-of-${name}`, generation: 1, labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec(options) } },
  };
}

function podSpec(
  { image, env = {}, sidecars = {}, initContainers = {} }: Omit<PodOptions, 'name' | 'node'>,
  node?: string,
): Readonly<Record<string, unknown>> {
  const main = { name: 'main', image, env: Object.entries(env).map(([key, value]) => ({ name: key, value })) };
  const others = Object.entries(sidecars).map(([name, sidecar]) => ({ name, image: sidecar }));
  const initial = Object.entries(initContainers).map(([name, { image, isSidecar = false }]) => ({
    name,
    image,
    ...(isSidecar ? { restartPolicy: 'Always' } : {}),
  }));
  return {
    ...(node === undefined ? {} : { nodeName: node }),
    ...(initial.length > 0 ? { initContainers: initial } : {}),
    containers: [main, ...others],
  };
}

function ownerReference({ kind, name }: Owner): unknown {
  return { apiVersion: 'apps/v1', kind, name, uid: `uid-of-${name}`, controller: true };
}
