import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { NodeFacts } from '../../src/core/inventory/inventory.ts';
import { cutNode, cutPod, type PodObject } from '../../src/core/inventory/kubernetes-objects.ts';

export interface ClusterSize {
  readonly nodes: number;
  /** Containers that the catalog does not know, on each node. */
  readonly untrackedPerNode: number;
}

/** One container, or one process on a node, and what it uses. */
export interface Consumer {
  readonly namespace: string;
  /** Empty for a process on a node. */
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  readonly node: string;
  readonly cores: number;
  readonly bytes: number;
  /** Bytes that are added each second. */
  readonly growth: number;
}

export interface SyntheticCluster {
  readonly nodes: readonly NodeFacts[];
  readonly pods: readonly PodObject[];
  readonly tracked: readonly Consumer[];
  readonly processes: readonly Consumer[];
  readonly untracked: readonly Consumer[];
}

/** One pod of each on every node. */
const daemonSets = [
  'alloy',
  'calico-node',
  'fluent-bit',
  'kube-proxy',
  'longhorn-manager',
  'node-cache',
  'node-exporter',
  'otel-collector',
  'vector',
];
/** Between them one pod for each node. */
const deployments = [
  'coredns',
  'traefik',
  'istiod',
  'istio-proxy',
  'linkerd-proxy',
  'karpenter',
  'external-secrets',
  'argocd-application-controller',
  'kyverno-admission-controller',
  'prometheus-operator',
];
const servers = 5;
/** Of a hundred instances of an affected version, so many diverge. */
const divergingShare = 2;

/**
 * Ten tracked containers on every node and K3s under them. A quarter of the instances of each component has a version with
 * a known issue, the others one without; half of the nodes have a kernel that some issues need.
 */
export function aCluster(catalog: Catalog, { nodes: count, untrackedPerNode }: ClusterSize): SyntheticCluster {
  const names = Array.from({ length: count }, (_, index) => `ip-10-${index >> 8}-${index & 255}.example.internal`);
  const versions = versionsOf(catalog);
  const tracked = names.flatMap((node, index) => [
    ...daemonSets.map((id) => consumer(versions, id, node, index)),
    consumer(versions, deployments[index % deployments.length] ?? '', node, index),
  ]);
  return {
    nodes: names.flatMap((name, index) => cutNode(rawNode(name, index), catalog.wantedFacts) ?? []),
    pods: tracked.flatMap((one) => cutPod(rawPod(one), catalog.wantedFacts) ?? []),
    tracked: tracked.map(({ consumer: one }) => one),
    processes: names.map((node, index) => ({
      ...{ namespace: '', pod: '', container: '', image: '', node },
      ...usage(index, index < servers ? 1.2 : 0.2, index % 100 < divergingShare),
    })),
    untracked: names.flatMap((node, index) =>
      Array.from({ length: untrackedPerNode }, (_, slot) => ({
        ...{ namespace: `team-${slot}`, pod: `service-${slot}-${suffix(index)}`, container: `service-${slot}` },
        ...{ image: `registry.example.com/team/service-${slot}:v${slot}.0.0`, node },
        ...usage(index, 0.1, false),
      })),
    ),
  };
}

interface Versions {
  readonly container: string;
  readonly affected: string;
  readonly unaffected: string;
}

interface TrackedContainer {
  readonly consumer: Consumer;
  readonly workload: string;
  readonly kind: string;
}

/** Images from the examples of the records, so that recognition and matching find in them what they find in life. */
function versionsOf({ components, issuesOf }: Catalog): ReadonlyMap<string, Versions> {
  return new Map(
    components.flatMap(({ id, runs }) => {
      const [container] = runs.as === 'container' ? runs.containers : [];
      const images = (kind: 'affected' | 'unaffected') =>
        issuesOf(id).flatMap(({ examples }) => examples[kind].flatMap((example) => example.container?.image ?? []));
      const [affected] = images('affected');
      const unaffected = images('unaffected').find((image) => image !== affected);
      return container && affected && unaffected ? [[id, { container, affected, unaffected }]] : [];
    }),
  );
}

function consumer(versions: ReadonlyMap<string, Versions>, id: string, node: string, index: number): TrackedContainer {
  const known = versions.get(id);
  if (!known) throw new Error(`the catalog has no example of ${id} in an affected and another version`);
  const affected = index % 4 === 0;
  const workload = daemonSets.includes(id) ? id : `${id}-${Math.floor(index / 500)}`;
  return {
    workload,
    kind: daemonSets.includes(id) ? 'DaemonSet' : 'StatefulSet',
    consumer: {
      ...{ namespace: 'kube-system', pod: `${workload}-${suffix(index)}`, container: known.container, node },
      image: affected ? known.affected : known.unaffected,
      ...usage(index, 0.03, affected && Math.floor(index / 4) % 100 < divergingShare),
    },
  };
}

/** Instances of a component do not use all the same. */
function usage(index: number, cores: number, diverges: boolean): Pick<Consumer, 'cores' | 'bytes' | 'growth'> {
  const spread = 1 + (index % 17) / 20;
  const factor = diverges ? 12 : 1;
  return { cores: cores * spread * factor, bytes: 60e6 * spread * factor, growth: diverges ? 20_000 : 0 };
}

/** Like the random suffixes of real names, so that the order of the pods is not that of the nodes. */
function suffix(index: number): string {
  return ((index * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0');
}

function rawNode(name: string, index: number): object {
  const kernelVersion = index % 2 === 0 ? '5.4.0-177-generic' : '6.8.0-45-generic';
  const kubeletVersion = index % 4 === 0 ? 'v1.31.6+k3s1' : 'v1.31.5+k3s1';
  const labels = index < servers ? { 'node-role.kubernetes.io/control-plane': 'true' } : {};
  const nodeInfo = { kubeletVersion, kernelVersion, containerRuntimeVersion: 'containerd://2.0.2-k3s2' };
  return { metadata: { name, labels }, status: { nodeInfo } };
}

function rawPod({ consumer: { namespace, pod, container, image, node }, workload, kind }: TrackedContainer): object {
  return {
    metadata: { name: pod, namespace, ownerReferences: [{ kind, name: workload, controller: true }] },
    spec: { nodeName: node, containers: [{ name: container, image }] },
    status: { phase: 'Running' },
  };
}
