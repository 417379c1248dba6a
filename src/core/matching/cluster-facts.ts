import type { Component } from '../components/component.ts';
import type { ContainerInstance, Instance, Inventory } from '../inventory/inventory.ts';

/** What conditions ask of the cluster as a whole. Looked up once, since every instance has the same. */
export interface ClusterFacts {
  /** `undefined` when no node was seen, or when it cannot be seen of one whether it has the label. */
  readonly countNodes: (withLabel: string | undefined) => number | undefined;
  /** How many containers of the instance's workload run its component. */
  readonly countReplicas: (instance: ContainerInstance) => number;
  /** Version texts of a component, sorted; `undefined` for one that cannot be read. */
  readonly versionsOf: (componentId: string) => readonly (string | undefined)[];
  /** Whether a component without a version would have been seen. */
  readonly wouldSee: (component: Component) => boolean;
}

/** What conditions ask of one cluster; looked up when it is first asked for. */
export function clusterFacts({ nodes, instances, seesAllPods }: Inventory): ClusterFacts {
  const counts = new Map<string | undefined, number>();
  const ofComponents = lazy(() => Map.groupBy(instances, ({ component }) => component.id));
  const replicas = perComponent(ofComponents, countReplicas);
  const versions = perComponent(ofComponents, collectVersions);
  return {
    countNodes(withLabel) {
      if (nodes.length === 0) return undefined;
      const known = counts.get(withLabel);
      if (known !== undefined) return known;
      const counted = withLabel === undefined ? nodes : nodes.filter(({ labels }) => labels.has(withLabel));
      if (withLabel !== undefined && counted.some(({ labels }) => labels.get(withLabel) === undefined))
        return undefined;
      counts.set(withLabel, counted.length);
      return counted.length;
    },
    countReplicas: (instance) => replicas(instance.component.id).get(workloadKey(instance)) ?? 0,
    versionsOf: versions,
    wouldSee: ({ runs }) => nodes.length > 0 && (runs.as === 'node-process' || seesAllPods),
  };
}

/** What conditions ask of the cluster that an instance is in. */
export function factsOfClusters({ nodes, instances, seesAllPods }: Inventory): (instance: Instance) => ClusterFacts {
  const nodesOf = lazy(() => Map.groupBy(nodes, ({ cluster }) => cluster));
  const instancesOf = lazy(() => Map.groupBy(instances, ({ cluster }) => cluster));
  const made = new Map<string | undefined, ClusterFacts>();
  return ({ cluster }) => {
    const known = made.get(cluster);
    if (known) return known;
    const facts = clusterFacts({
      nodes: nodesOf().get(cluster) ?? [],
      instances: instancesOf().get(cluster) ?? [],
      seesAllPods,
    });
    made.set(cluster, facts);
    return facts;
  };
}

/** Most catalogs and clusters never ask. */
function lazy<Value>(create: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: create() };
    return made.value;
  };
}

/** Conditions ask about few of the components. */
function perComponent<Value>(
  ofComponents: () => ReadonlyMap<string, readonly Instance[]>,
  create: (instances: readonly Instance[]) => Value,
): (componentId: string) => Value {
  const made = new Map<string, Value>();
  return (componentId) => {
    const known = made.get(componentId);
    if (known !== undefined) return known;
    const value = create(ofComponents().get(componentId) ?? []);
    made.set(componentId, value);
    return value;
  };
}

function countReplicas(instances: readonly Instance[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const instance of instances) {
    if (instance.kind !== 'container') continue;
    const key = workloadKey(instance);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function workloadKey({ namespace, workload }: ContainerInstance): string {
  return [namespace, workload.kind, workload.name].join('/');
}

function collectVersions(instances: readonly Instance[]): readonly (string | undefined)[] {
  return [...new Set(instances.map(({ version }) => (version.ok ? version.version.text : undefined)))].sort();
}
