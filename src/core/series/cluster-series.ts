import type { WantedFacts } from '../catalog/catalog.ts';
import type { Component } from '../components/component.ts';
import type { Recogniser } from '../components/recognise.ts';
import type { ClusterObjects } from '../inventory/build-inventory.ts';
import { compareText } from '../text/compare-text.ts';
import { createNodeSeries, type NodeSeries } from './node-series.ts';
import { createPodSeries, type PodSeries } from './pod-series.ts';
import type { Sample } from './query-answer.ts';
import type { SeriesName } from './series-queries.ts';
import type { SeriesScope } from './series-scope.ts';

/** What the series of one cluster make. */
export type ClusterReading =
  | { readonly ok: true; readonly objects: ClusterObjects }
  /** Metrics without which there is no telling what the cluster runs. */
  | { readonly ok: false; readonly cluster: string | undefined; readonly missing: readonly string[] };

export interface SeriesCollector {
  /** Takes one series of a query's answer. */
  readonly add: (series: SeriesName, sample: Sample) => void;
  /** Components whose version has to be asked of their own metrics. */
  readonly unresolved: () => readonly Component[];
  readonly addVersion: (component: Component, sample: Sample) => void;
  /** Names under the label `cluster`, where nobody said that it tells clusters apart. */
  readonly otherClusters: () => readonly string[];
  /** Ordered by the clusters' names. Without a label that tells them apart it is always one. */
  readonly build: () => readonly ClusterReading[];
}

export interface SeriesCollectorDeps {
  readonly recogniser: Recogniser;
  readonly wanted: WantedFacts;
  readonly scope: SeriesScope;
}

/** What has to be there, and the metric that shows it. */
const required = {
  nodes: 'kube_node_info',
  allContainers: 'kube_pod_container_info',
  allPods: 'kube_pod_info',
} as const;

interface Cluster {
  readonly nodes: NodeSeries;
  readonly pods: PodSeries;
  readonly seen: Set<SeriesName>;
}

/** Joins the series of kube-state-metrics to the objects that they tell of. Only what is tracked is kept. */
export function createSeriesCollector({ recogniser, wanted, scope }: SeriesCollectorDeps): SeriesCollector {
  const { clusterLabel } = scope;
  const clusters = new Map<string, Cluster>();
  const others = new Set<string>();

  function nameOf({ labels }: Sample): string {
    return clusterLabel === undefined ? '' : (labels[clusterLabel] ?? '');
  }

  function clusterOf(name: string): Cluster {
    const known = clusters.get(name);
    if (known) return known;
    const cluster = {
      nodes: createNodeSeries(clusterLabel === undefined ? undefined : name, wanted),
      pods: createPodSeries(recogniser, wanted),
      seen: new Set<SeriesName>(),
    };
    clusters.set(name, cluster);
    return cluster;
  }

  // Whoever asks for a cluster hears that it is not there.
  for (const name of clusterLabel === undefined ? [''] : scope.clusters) clusterOf(name);
  return {
    add(series, sample) {
      const cluster = clusterOf(nameOf(sample));
      cluster.seen.add(series);
      adders[series](cluster, sample);
      if (series === 'nodes' && sample.labels['cluster'] !== undefined) others.add(sample.labels['cluster']);
    },
    unresolved: () => [...new Set([...clusters.values()].flatMap(({ pods }) => pods.unresolved()))],
    addVersion: (component, sample) => clusters.get(nameOf(sample))?.pods.addVersion(component, sample),
    otherClusters: () => (clusterLabel === undefined && others.size > 1 ? [...others].sort() : []),
    build: () =>
      [...clusters]
        .sort(([a], [b]) => compareText(a, b))
        .map(([name, { nodes, pods, seen }]) => {
          const cluster = clusterLabel === undefined ? undefined : name;
          const missing = Object.entries(required).flatMap(
            ([series, metric]) => (seen.has(series as keyof typeof required) ? [] : [metric]), // its own keys
          );
          if (missing.length > 0) return { ok: false, cluster, missing };
          const objects = {
            cluster,
            nodes: nodes.build(),
            pods: pods.buildPods(),
            replicaSets: pods.buildReplicaSets(),
          };
          return { ok: true, objects };
        }),
  };
}

const adders: Readonly<Record<SeriesName, (cluster: Cluster, sample: Sample) => void>> = {
  nodes: ({ nodes }, sample) => nodes.addNode(sample),
  nodeRoles: ({ nodes }, sample) => nodes.addRole(sample),
  nodeLabels: ({ nodes }, sample) => nodes.addLabels(sample),
  nodeAnnotations: ({ nodes }, sample) => nodes.addAnnotations(sample),
  nodeCapacity: ({ nodes }, sample) => nodes.addCapacity(sample),
  allContainers: () => undefined, // that it is there is all that it says
  allPods: () => undefined,
  containers: ({ pods }, sample) => pods.addContainer(sample),
  sidecars: ({ pods }, sample) => pods.addContainer(sample),
  pods: ({ pods }, sample) => pods.addPod(sample),
  podsCreated: ({ pods }, sample) => pods.addCreated(sample),
  podPhases: ({ pods }, sample) => pods.addPhase(sample),
  podLabels: ({ pods }, sample) => pods.addLabels(sample),
  podAnnotations: ({ pods }, sample) => pods.addAnnotations(sample),
  replicaSets: ({ pods }, sample) => pods.addReplicaSet(sample),
};
