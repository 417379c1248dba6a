import { setImmediate as nextTurn } from 'node:timers/promises';
import { createExporter } from '../src/app/exporter.ts';
import { createRecogniser } from '../src/core/components/recognise.ts';
import { createInventoryBuilder } from '../src/core/inventory/build-inventory.ts';
import type { NodeFacts } from '../src/core/inventory/inventory.ts';
import { cutNode, cutPod, type PodObject } from '../src/core/inventory/kubernetes-objects.ts';
import { builtInCatalog } from '../test/support/built-in.ts';

/**
 * How long a change of the cluster takes until scrapes get it, and for how long at once nothing else has its turn. The
 * peer is an exporter that begins anew with the same objects. Prints medians of one run.
 */
const { catalog } = await builtInCatalog();
const images = [
  { name: 'calico-node', image: 'quay.io/calico/node:v3.27.3' },
  { name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.29.3' },
  { name: 'fluent-bit', image: 'fluent/fluent-bit:3.1.9' },
  { name: 'node-exporter', image: 'quay.io/prometheus/node-exporter:v1.8.1' },
];
const rounds = 15;

interface Cluster {
  readonly nodes: Map<string, NodeFacts>;
  readonly pods: Map<string, PodObject>;
}

for (const size of [1_000, 5_000, 20_000]) {
  const cluster = aCluster(size);
  const exporter = startExporter();
  const first = await exporter.publish(cluster);
  const changes = {
    'one pod changed': (round: number) => putPod(cluster, round, `quay.io/calico/node:v3.27.${round}`),
    'one node changed': (round: number) => putNode(cluster, round, `5.4.0-${round}-generic`),
    'ten nodes changed': (round: number) => {
      for (let index = 0; index < 10; index++) putNode(cluster, index * 20, `5.4.0-${round}-generic`);
    },
    'a node and its pods came': (round: number) => putNodeWithPods(cluster, cluster.nodes.size, round),
    'nothing changed': () => undefined,
  };
  const scratch = await measure(() => startExporter().publish(cluster));
  const { instances, exposures, megabytes } = exporter.published();
  console.log(
    `${size} pods on ${cluster.nodes.size} nodes: ${instances} instances, ${exposures} exposures, ${megabytes.toFixed(1)} MB`,
  );
  console.log(`  the first of this size: ${text(first)}; from scratch: ${text(scratch)}`);
  for (const [what, change] of Object.entries(changes)) {
    const result = await measure((round) => {
      change(round);
      return exporter.publish(cluster);
    });
    console.log(`  ${what}: ${text(result)}, ratio ${(result.time / scratch.time).toFixed(3)}`);
  }
  exporter.stop();
}
console.log(`resident: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);

/** In milliseconds. */
interface Result {
  readonly time: number;
  readonly longestSlice: number;
}

function text({ time, longestSlice }: Result): string {
  return `${time.toFixed(1)} ms, at most ${longestSlice.toFixed(1)} ms at once`;
}

/** The median time, and the longest slice of all. */
async function measure(publish: (round: number) => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  for (let round = 0; round < rounds; round++) results.push(await publish(round));
  const times = results.map(({ time }) => time).sort((a, b) => a - b);
  const longestSlice = Math.max(...results.map((result) => result.longestSlice));
  return { time: times[Math.floor(rounds / 2)] ?? 0, longestSlice };
}

/** The exporter as it runs, but without the time in which changes are gathered. */
function startExporter() {
  const builder = createInventoryBuilder(createRecogniser(catalog.components));
  const stop = new AbortController();
  let sliceBegan = 0;
  let longestSlice = 0;
  let tell: (time: number) => void = () => undefined;
  const endSlice = () => {
    longestSlice = Math.max(longestSlice, performance.now() - sliceBegan);
  };
  const exporter = createExporter({
    catalog,
    identity: { version: '0', digest: 'd', builtIn: true, overridden: [] },
    clusterLabel: 'cluster',
    clock: () => performance.now(),
    sleep: () => nextTurn(),
    async nextTurn() {
      endSlice();
      await nextTurn();
      sliceBegan = performance.now();
    },
    observer: {
      onSnapshot(_snapshot, seconds) {
        endSlice();
        tell(seconds * 1000);
      },
      onConfirmed: () => undefined,
      onFailure: () => undefined,
      onRecovery: () => undefined,
    },
  });
  void exporter.run(stop.signal);
  return {
    stop: () => stop.abort(),
    async publish({ nodes, pods }: Cluster): Promise<Result> {
      longestSlice = 0;
      const time = await new Promise<number>((resolve) => {
        tell = resolve;
        exporter.listener.onChange(() => {
          sliceBegan = performance.now();
          return builder.build({ nodes: nodes.values(), pods: pods.values(), replicaSets: [] });
        });
      });
      return { time, longestSlice };
    },
    published() {
      const { snapshot, exposition } = exporter.current()!;
      const bytes = exposition.reduce((sum, { byteLength }) => sum + byteLength, 0);
      return {
        instances: snapshot.inventory.instances.length,
        exposures: snapshot.exposures.length,
        megabytes: bytes / 1e6,
      };
    },
  };
}

function aCluster(size: number): Cluster {
  const cluster = { nodes: new Map<string, NodeFacts>(), pods: new Map<string, PodObject>() };
  for (let index = 0; index < size / images.length; index++) putNodeWithPods(cluster, index, 0);
  return cluster;
}

/** Every node runs one pod of each image. */
function putNodeWithPods(cluster: Cluster, index: number, round: number): void {
  putNode(cluster, index, index % 2 === 0 ? `5.4.0-177-generic` : `6.8.0-${round}-generic`);
  for (const { name, image } of images) putPod(cluster, index, image, name);
}

function putNode({ nodes }: Cluster, index: number, kernelVersion: string): void {
  const name = `ip-10-0-${index >> 8}-${index & 255}.eu-central-1.compute.internal`;
  const nodeInfo = { kubeletVersion: 'v1.31.6', kernelVersion, containerRuntimeVersion: 'containerd://1.7.2' };
  const node = cutNode({ metadata: { name }, status: { nodeInfo } }, catalog.wantedFacts);
  if (node) nodes.set(name, node);
}

function putPod({ pods }: Cluster, index: number, image: string, name = 'calico-node'): void {
  // Like the random suffixes of real names, so that the order of the pods is not that of the nodes.
  const suffix = ((index * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0');
  const raw = {
    metadata: {
      name: `${name}-${suffix}`,
      namespace: 'kube-system',
      ownerReferences: [{ kind: 'DaemonSet', name, controller: true }],
    },
    spec: {
      nodeName: `ip-10-0-${index >> 8}-${index & 255}.eu-central-1.compute.internal`,
      containers: [{ name, image }],
    },
    status: { phase: 'Running' },
  };
  const pod = cutPod(raw, catalog.wantedFacts);
  if (pod) pods.set(`${pod.namespace}/${pod.name}`, pod);
}
