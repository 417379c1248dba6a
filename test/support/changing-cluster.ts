import { type Catalog, createCatalog } from '../../src/core/catalog/catalog.ts';
import type { Condition } from '../../src/core/catalog/condition.ts';
import type { KnownIssue } from '../../src/core/catalog/known-issue.ts';
import type { NodeFacts, Workload } from '../../src/core/inventory/inventory.ts';
import type { PodObject, ReplicaSetObject } from '../../src/core/inventory/kubernetes-objects.ts';
import { aNode, anEnvironment } from './builders.ts';
import { firstCasesCatalog } from './built-in.ts';

/** The first cases, and issues with every condition that looks at more than an instance and its node. */
export async function catalogWithLooksAtTheCluster(): Promise<Catalog> {
  const { components, issues } = await firstCasesCatalog();
  const issue = (id: string) => issues.find((one) => one.id === id)!;
  const [calico, karpenter, kubeshark, k3s] = [
    issue('CALICO-8856'),
    issue('KARPENTER-7986'),
    issue('KUBESHARK-1544'),
    issue('K3S-12127'),
  ];
  const condition = (test: Condition) => [{ text: 'it is so', test, components: [] }];
  const calicoNode = calico.affected[0]!.component;
  const ranges = calico.affected[0]!.ranges;
  const added: readonly KnownIssue[] = [
    { ...calico, id: 'TEST-1', kind: 'baseline-shift' },
    {
      ...karpenter,
      id: 'TEST-2',
      conditions: condition({ kind: 'workload_replicas', limits: { atLeast: 4, atMost: 9 } }),
    },
    {
      ...kubeshark,
      id: 'TEST-3',
      conditions: condition({ kind: 'component_present', component: calicoNode, ranges }),
    },
    {
      ...k3s,
      id: 'TEST-4',
      conditions: condition({
        kind: 'cluster_nodes',
        withLabel: undefined,
        limits: { atLeast: 25, atMost: undefined },
      }),
    },
  ];
  const byId = <Value extends { readonly id: string }>(values: readonly Value[]) =>
    new Map(values.map((value) => [value.id, value]));
  return createCatalog(byId(components), byId([...issues, ...added]), new Map());
}

/** Containers of the first cases, and one that the catalog does not know. */
export const images = [
  ['calico-node', 'quay.io/calico/node:v3.27.3'],
  ['calico-node', 'quay.io/calico/node:v3.27.4'],
  ['calico-node', 'quay.io/calico/node:latest'],
  ['calico-node', 'quay.io/calico/node:v3.28.0'],
  ['controller', 'public.ecr.aws/karpenter/controller:1.3.3'],
  ['sniffer', 'kubeshark/worker:v52.3.0'],
  ['web', 'nginx:1.27'],
] as const;

/** A cluster as discovery holds it: what does not change stays the same object. */
export function aCluster(podCount: number) {
  const cluster = {
    nodes: new Map<string, NodeFacts>(),
    pods: new Map<string, PodObject>(),
    replicaSets: new Map<string, ReplicaSetObject>(),
  };
  for (let index = 0; index < podCount; index++) putPod(cluster, index, index);
  for (let index = 0; index < 30; index++) putNode(cluster, index, index);
  return cluster;
}

export type Cluster = ReturnType<typeof aCluster>;

export function putNode({ nodes }: Cluster, index: number, variant: number): void {
  const name = `node-${index}`;
  nodes.set(
    name,
    aNode({
      name,
      kernelVersion: ['5.4.0-177-generic', '6.8.0-1-generic', undefined][variant % 3],
      kubeletVersion: variant % 5 === 0 ? 'v1.31.6+k3s1' : 'v1.31.6',
      labels: new Map(variant % 2 === 0 ? [['node-role.kubernetes.io/control-plane', 'true']] : []),
    }),
  );
}

export function putPod(cluster: Cluster, index: number, variant: number): void {
  const owners = [undefined, { kind: 'ReplicaSet', name: `set-${index % 9}` }, { kind: 'DaemonSet', name: 'set-1' }];
  putNamedPod(cluster, `pod-${(index * 7_919) % 1_000}`, variant, owners[variant % 3], {
    namespace: index % 3 === 0 ? 'a' : 'a-b',
    nodeName: variant % 11 === 0 ? '' : `node-${index % 40}`,
    phase: variant % 13 === 0 ? 'Failed' : 'Running',
  });
}

export function putNamedPod(
  { pods }: Cluster,
  name: string,
  variant: number,
  controller?: Workload,
  facts: Partial<PodObject> = {},
): void {
  const [container, image] = images[variant % images.length]!;
  const pod: PodObject = {
    namespace: 'a',
    name,
    nodeName: 'node-1',
    phase: 'Running',
    controller,
    labels: new Map(),
    annotations: new Map(),
    containers: [container, 'second'].map((one) => ({
      name: one,
      image,
      reported: variant % 5 === 0 ? { tag: 'v3.27.4', digest: undefined } : undefined,
      environment: anEnvironment(),
      flags: new Map(),
      reportedVersion: undefined,
    })),
    ...facts,
  };
  pods.set(`${pod.namespace}/${name}`, pod);
}

function putReplicaSet({ replicaSets }: Cluster, index: number, variant: number): void {
  const name = `set-${index % 9}`;
  const controller = variant % 4 === 0 ? undefined : { kind: 'Deployment', name: `deployment-${variant % 3}` };
  const namespace = variant % 2 === 0 ? 'a' : 'a-b';
  replicaSets.set(`${namespace}/${name}`, { namespace, name, controller });
}

export function objectsOf({ nodes, pods, replicaSets }: Cluster) {
  return { nodes: nodes.values(), pods: pods.values(), replicaSets: replicaSets.values() };
}

type Change = (cluster: Cluster, at: number, count: number, variant: number) => void;

export const changes = {
  'put pods': (cluster, at, count, variant) => {
    for (let index = at; index < at + count; index++) putPod(cluster, index, variant + (index % 5));
  },
  'put a pod': (cluster, at, _count, variant) => putPod(cluster, at, variant),
  'remove pods': ({ pods }, at, count) => {
    for (const key of [...pods.keys()].slice(at % (pods.size + 1)).slice(0, count)) pods.delete(key);
  },
  'put nodes': (cluster, at, count, variant) => {
    for (let index = at; index < at + count; index++) putNode(cluster, index % 40, variant + index);
  },
  'put a node': (cluster, at, _count, variant) => putNode(cluster, at % 40, variant),
  'remove a node': ({ nodes }, at) => void nodes.delete(`node-${at % 40}`),
  'put a ReplicaSet': (cluster, at, _count, variant) => putReplicaSet(cluster, at, variant),
  'remove a ReplicaSet': ({ replicaSets }, at) => void replicaSets.delete(`a/set-${at % 9}`),
  'list again': (cluster) => {
    const listed = [...cluster.pods].sort().map(([key, pod]) => [key, { ...pod }] as const);
    cluster.pods.clear();
    for (const [key, pod] of listed) cluster.pods.set(key, pod);
  },
  nothing: () => undefined,
} as const satisfies Readonly<Record<string, Change>>;
