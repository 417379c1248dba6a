import type { WantedFacts } from '../../src/core/catalog/catalog.ts';
import type { ContainerInstance, Environment, NodeFacts } from '../../src/core/inventory/inventory.ts';
import { dockerTagScheme } from '../../src/core/versions/docker-tag.ts';
import { aVersion } from './versions.ts';

/** Raw Kubernetes objects as the API server shows them, with only what a test speaks of. */

interface RawNode {
  readonly name?: string;
  readonly kubelet?: string;
  readonly kernel?: string;
  readonly osImage?: string;
  readonly architecture?: string;
  readonly providerID?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly runtime?: string;
  readonly capacity?: Readonly<Record<string, string>>;
}

export function aRawNode({
  name = 'node-1',
  kubelet = 'v1.31.6',
  kernel,
  osImage,
  architecture,
  providerID,
  labels = {},
  annotations = {},
  runtime,
  capacity,
}: RawNode = {}) {
  return {
    kind: 'Node',
    metadata: { name, labels, annotations },
    spec: { providerID },
    status: {
      nodeInfo: {
        kubeletVersion: kubelet,
        kernelVersion: kernel,
        osImage,
        containerRuntimeVersion: runtime,
        architecture,
      },
      capacity,
    },
  };
}

interface RawPod {
  readonly name?: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly phase?: string;
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly containers?: readonly object[];
  readonly initContainers?: readonly object[];
  readonly statuses?: readonly object[];
  readonly image?: string;
}

export function aRawPod({
  name = 'pod-1',
  namespace = 'kube-system',
  node = 'node-1',
  phase = 'Running',
  owner = { kind: 'DaemonSet', name: 'calico-node' },
  image = 'quay.io/calico/node:v3.27.3',
  containers = [{ name: 'calico-node', image }],
  initContainers = [{ name: 'mount-bpffs', image }],
  statuses,
}: RawPod = {}) {
  return {
    kind: 'Pod',
    metadata: { name, namespace, ownerReferences: [{ ...owner, controller: true }] },
    spec: { nodeName: node, containers, initContainers },
    status: { phase, containerStatuses: statuses },
  };
}

export function aNode(facts: Partial<NodeFacts> = {}): NodeFacts {
  return {
    cluster: undefined,
    name: 'node-1',
    kubeletVersion: 'v1.31.6',
    kernelVersion: undefined,
    osImage: undefined,
    architecture: undefined,
    instanceType: undefined,
    providerId: undefined,
    containerRuntime: undefined,
    capacity: { cpu: undefined, memory: undefined },
    labels: new Map(),
    annotations: new Map(),
    ...facts,
  };
}

export function aContainer(facts: Partial<ContainerInstance> = {}): ContainerInstance {
  const scheme = dockerTagScheme();
  const runs = {
    as: 'container',
    images: ['acme/widget'],
    sharedImages: [],
    containers: ['widget'],
    versionMetric: undefined,
    digests: new Map(),
  } as const;
  return {
    kind: 'container',
    cluster: undefined,
    component: { id: 'widget', name: 'Widget', repository: 'https://example.com/widget', scheme, runs },
    version: { ok: true, version: aVersion(scheme, 'v1.1.0') },
    nodeName: 'node-1',
    node: undefined,
    namespace: 'default',
    pod: 'widget-0',
    container: 'widget',
    workload: { kind: 'Deployment', name: 'widget' },
    image: 'acme/widget:v1.1.0',
    reported: undefined,
    environment: anEnvironment(),
    flags: new Map(),
    podLabels: new Map(),
    podAnnotations: new Map(),
    ...facts,
  };
}

export function anEnvironment(
  values: Readonly<Record<string, string | undefined>> = {},
  mayHaveMore = false,
): Environment {
  return { values: new Map(Object.entries(values)), mayHaveMore };
}

export const everythingWanted: WantedFacts = {
  nodeLabels: new Set(['role', 'node-role.kubernetes.io/control-plane']),
  nodeAnnotations: new Set(['k3s.io/node-args']),
  nodeFlags: new Map([['k3s.io/node-args', new Set(['etcd-disable-snapshots'])]]),
  podLabels: new Set(['app']),
  podAnnotations: new Set(['note']),
  environment: new Set(['FELIX_XDPENABLED']),
  flags: new Set(['proxy-mode', 'config']),
};
