import { readCorpus } from '../../../test/support/corpus.ts';
import { mix } from './seeded.ts';

export type WorkloadKind = 'DaemonSet' | 'Deployment' | 'StatefulSet' | 'StaticPod';

export interface RunningImage {
  readonly image: string;
  /** The container's name. */
  readonly name: string;
}

/** What pods come from. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly pods: number;
  readonly images: readonly RunningImage[];
  readonly initContainers: number;
  /** Whether its first container is in the built-in catalog. */
  readonly isTracked: boolean;
}

export interface ClusterSize {
  readonly nodes: number;
  readonly pods: number;
  readonly deployments: number;
  /** Containers that the built-in catalog knows. */
  readonly tracked: number;
  /** Namespaces with nothing that the catalog knows. */
  readonly namespaces: number;
}

/** The small one is that which kube-state-metrics was measured with. */
export const clusterSizes = {
  small: { nodes: 500, pods: 15_000, deployments: 1_951, tracked: 2_000, namespaces: 110 },
  large: { nodes: 5_000, pods: 150_000, deployments: 19_510, tracked: 20_000, namespaces: 300 },
} as const satisfies Readonly<Record<string, ClusterSize>>;

const corpus = readCorpus('image-references.tsv').map(([image = '', name = '', component = '-']) => ({
  image,
  name: name || 'main',
  component,
}));
const known = corpus.filter(({ component }) => component !== '-');
const unknown = corpus.filter(({ component }) => component === '-');

/** How many namespaces beside kube-system and monitoring have something that the catalog knows. */
const platforms = 12;

/** In the order in which the API server lists them: by namespace, then by name. */
export function workloadsOf(size: ClusterSize): readonly Workload[] {
  const statefulSets = Math.round(size.deployments / 30);
  const system = [...daemonSets(size.nodes), ...staticPods(controlPlaneNodes(size.nodes))];
  const trackedSoFar = system.reduce((sum, { pods, isTracked }) => sum + (isTracked ? pods : 0), 0);
  const systemPods = system.reduce((sum, { pods }) => sum + pods, 0);
  const trackedDeployments = Math.round(size.deployments / 40);
  const rest = size.pods - systemPods - (size.tracked - trackedSoFar);
  return [
    ...system,
    ...spread(size.tracked - trackedSoFar, trackedDeployments).map(platformDeployment),
    ...spread(rest, size.deployments - trackedDeployments + statefulSets).map((pods, index) =>
      index < statefulSets ? database(pods, index, size) : application(pods, index, size),
    ),
  ].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

export function controlPlaneNodes(nodes: number): number {
  return nodes > 1_000 ? 5 : 3;
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** As many numbers as there are shares, all nearly the same, that add up to `total`. */
function spread(total: number, shares: number): readonly number[] {
  return Array.from(
    { length: shares },
    (_, index) => Math.floor(((index + 1) * total) / shares) - Math.floor((index * total) / shares),
  );
}

function daemonSets(nodes: number): readonly Workload[] {
  const daemonSet = { kind: 'DaemonSet', pods: nodes, isTracked: true, initContainers: 0 } as const;
  const csi = ['csi-driver', 'node-driver-registrar', 'liveness-probe'];
  return [
    {
      ...daemonSet,
      namespace: 'kube-system',
      name: 'calico-node',
      images: [{ image: imageOf('calico-node'), name: 'calico-node' }],
      initContainers: 2,
    },
    {
      ...daemonSet,
      namespace: 'kube-system',
      name: 'kube-proxy',
      images: [{ image: imageOf('kube-proxy'), name: 'kube-proxy' }],
    },
    {
      ...daemonSet,
      namespace: 'monitoring',
      name: 'node-exporter',
      images: [{ image: imageOf('node-exporter'), name: 'node-exporter' }],
    },
    {
      ...daemonSet,
      namespace: 'kube-system',
      name: 'csi-block-node',
      images: csi.map((name) => ({ image: `registry.example.com/storage/${name}:v2.9.1`, name })),
      isTracked: false,
    },
  ];
}

function staticPods(nodes: number): readonly Workload[] {
  return ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => ({
    kind: 'StaticPod',
    namespace: 'kube-system',
    name,
    pods: nodes,
    images: [{ image: imageOf(name), name }],
    initContainers: 0,
    isTracked: true,
  }));
}

function imageOf(wanted: string): string {
  const found = known.find(({ component }) => component === wanted);
  if (!found) throw new Error(`test/corpus names no image of ${wanted}`);
  return found.image;
}

/** Every image of the corpus in turn, beside which a platform's namespaces run things of their own. */
function platformDeployment(pods: number, index: number): Workload {
  const { image, name, component } = known[index % known.length]!;
  return {
    kind: 'Deployment',
    namespace: platformOf(index),
    name: `${component}-${index}`,
    pods,
    images: [{ image, name }],
    initContainers: 0,
    isTracked: true,
  };
}

function application(pods: number, index: number, { namespaces }: ClusterSize): Workload {
  const team = index % namespaces;
  // Some of what nobody knows runs beside what is known.
  const namespace = index % 25 === 0 ? platformOf(index / 25) : `team-${team}`;
  const name = `app-${index}`;
  const own = { image: `registry.example.com/team-${team}/${name}:1.${mix(index) % 30}.${mix(index + 1) % 10}`, name };
  // False friends, of which nothing may be kept.
  const false_ = unknown[index % unknown.length]!;
  const first = index % 50 === 1 ? { image: false_.image, name: false_.name } : own;
  const proxy = { image: 'registry.example.com/platform/auth-proxy:2.4.1', name: 'auth-proxy' };
  return {
    kind: 'Deployment',
    namespace,
    name,
    pods,
    images: index % 4 === 0 ? [first, proxy] : [first],
    initContainers: index % 3 === 0 ? 1 : 0,
    isTracked: false,
  };
}

function database(pods: number, index: number, { namespaces }: ClusterSize): Workload {
  const name = `store-${index}`;
  return {
    kind: 'StatefulSet',
    namespace: `team-${(index * 7) % namespaces}`,
    name,
    pods,
    images: [{ image: `registry.example.com/data/store:14.${index % 9}`, name }],
    initContainers: 1,
    isTracked: false,
  };
}

function platformOf(index: number): string {
  return `platform-${index % platforms}`;
}
