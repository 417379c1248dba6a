import { type Collection, createCollection } from './collection.ts';
import { historyLength, replicaSetHash, seedOf } from './names.ts';
import { nodeMetadataTemplate, nodeTemplate } from './node-template.ts';
import { createPods, type Pods } from './pods.ts';
import { hex, timeOf, uuid } from './seeded.ts';
import type { Template } from './template.ts';
import { type WorkloadObjectKind, workloadMetadataTemplate, workloadTemplate } from './workload-template.ts';
import { type ClusterSize, compare, controlPlaneNodes, type Workload, workloadsOf } from './workloads.ts';

/** A whole cluster that is never held: each object is written when it is asked for, and is always the same. */
export interface Cluster {
  readonly collections: readonly Collection[];
  readonly pods: Pods;
  /** Containers in pods that the built-in catalog knows. */
  readonly tracked: number;
  /** Namespaces with something that the catalog knows, and those without. */
  readonly trackedNamespaces: readonly string[];
  readonly otherNamespaces: readonly string[];
}

const apps = 'apps/v1';

export function createCluster(size: ClusterSize): Cluster {
  const workloads = workloadsOf(size);
  const nodeNames = namesOfNodes(size.nodes);
  const pods = createPods(workloads, nodeNames);
  const tracked = workloads.filter(({ isTracked }) => isTracked);
  const trackedNamespaces = new Set(tracked.map(({ namespace }) => namespace));
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))].sort(compare);
  return {
    collections: [
      nodesOf(nodeNames),
      namespacesOf(namespaces),
      pods.collection,
      ...(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'] as const).map((kind) =>
        workloadObjects(kind, workloads),
      ),
    ],
    pods,
    tracked: tracked.reduce((sum, workload) => sum + workload.pods, 0),
    trackedNamespaces: [...trackedNamespaces],
    otherNamespaces: namespaces.filter((namespace) => !trackedNamespaces.has(namespace)),
  };
}

function namesOfNodes(count: number): readonly string[] {
  const controlPlane = controlPlaneNodes(count);
  return Array.from({ length: count }, (_, index) =>
    index < controlPlane ? `control-plane-${index}` : `worker-${String(index).padStart(5, '0')}`,
  );
}

function nodesOf(names: readonly string[]): Collection {
  const full = nodeTemplate();
  const metadata = nodeMetadataTemplate();
  const valuesOf = (index: number) => ({
    name: names[index] ?? '',
    uid: uuid(index),
    resourceVersion: String(500_000 + index),
    created: timeOf(index),
    heartbeat: timeOf(index + 1),
    podCIDR: `10.${index >> 8}.${index & 255}.0/24`,
    podIP: `10.${index >> 8}.${index & 255}.1`,
    hostIP: `172.16.${index >> 8}.${index & 255}`,
    zone: `eu-central-1${'abc'[index % 3]}`,
    pool: `pool-${index % 5}`,
    instance: hex(index, 17),
    checksum: hex(index, 40),
    digest: hex(index % 7, 64),
    machine: hex(index + 7, 32),
    kernel: ['5.4.0-177-generic', '5.15.0-105-generic', '6.1.0-21-amd64', '6.8.0-31-generic'][index % 4] ?? '',
  });
  return createCollection({
    kind: 'Node',
    apiVersion: 'v1',
    resource: 'nodes',
    namespaceOf: names.map(() => ''),
    full: (index) => full.fill(valuesOf(index)),
    metadata: (index) => metadata.fill(valuesOf(index)),
  });
}

function namespacesOf(names: readonly string[]): Collection {
  const metadata = (index: number) => {
    const name = names[index] ?? '';
    return { name, uid: uuid(index), resourceVersion: '1', labels: { 'kubernetes.io/metadata.name': name } };
  };
  return createCollection({
    kind: 'Namespace',
    apiVersion: 'v1',
    resource: 'namespaces',
    namespaceOf: names.map(() => ''),
    full: (index) =>
      JSON.stringify({ metadata: metadata(index), spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
    metadata: (index) => JSON.stringify({ metadata: metadata(index) }),
  });
}

/** Of a Deployment there are the ReplicaSets of its last three revisions. */
function workloadObjects(kind: WorkloadObjectKind, all: readonly Workload[]): Collection {
  const each = kind === 'ReplicaSet' ? historyLength : 1;
  const workloads = all.filter((workload) => workload.kind === (kind === 'ReplicaSet' ? 'Deployment' : kind));
  const templates = new Map<string, Template>();
  const write = (make: typeof workloadTemplate) => (index: number) => {
    const workload = workloads[Math.floor(index / each)];
    if (!workload) throw new Error(`there is no ${kind} ${index}`);
    const key = `${make.name} ${workload.images.length}`;
    const filled = templates.get(key) ?? make(kind, workload.images.length);
    templates.set(key, filled);
    return filled.fill(valuesOfWorkload(workload, kind, index % each));
  };
  return createCollection({
    kind,
    apiVersion: apps,
    resource: `${kind.toLowerCase()}s`,
    namespaceOf: workloads.flatMap(({ namespace }) => Array.from({ length: each }, () => namespace)),
    full: write(workloadTemplate),
    metadata: write(workloadMetadataTemplate),
  });
}

function valuesOfWorkload(workload: Workload, kind: WorkloadObjectKind, revision: number) {
  const { namespace, name, pods, images } = workload;
  const seed = seedOf(workload);
  const hash = replicaSetHash(workload, revision);
  const isCurrent = kind !== 'ReplicaSet' || revision === historyLength - 1;
  return {
    name: kind === 'ReplicaSet' ? `${name}-${hash}` : name,
    namespace,
    workload: name,
    hash,
    replicas: String(isCurrent ? pods : 0),
    revision: String(revision + 1),
    uid: uuid(seed + revision + 1),
    ownerUid: uuid(seed),
    resourceVersion: String(600_000 + (seed % 100_000)),
    created: timeOf(seed + revision),
    checksum: hex(seed + revision, 64),
    ...Object.fromEntries(
      images.flatMap(({ image, name: container }, index) => [
        [`image${index}`, image],
        [`container${index}`, container],
      ]),
    ),
  };
}
