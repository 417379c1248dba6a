import {
  type ComponentPresent,
  type ContainerArgument,
  type ContainerEnvironment,
  type ContainerImage,
  type ContainerRuntimeOfNode,
  flagName,
  type Leaf,
  type NodeArchitecture,
  type NodeArgument,
  type NodeCapacity,
  type NodeInstanceType,
  type NodeKeyValue,
  type NodeOsImage,
  type NodePlatform,
  type PodKeyValue,
  type VersionOnNode,
  type WorkloadReplicas,
} from '../catalog/condition.ts';
import type { Component } from '../components/component.ts';
import { runtimeVersion } from '../components/recognise.ts';
import type { ContainerInstance, Instance, Inventory, KeyValues, NodeFacts } from '../inventory/inventory.ts';

/**
 * What a leaf of a condition looks at, as one text: `undefined` when it cannot be seen, `null` when it was seen and is
 * absent. Instances with the same facts have the same answer.
 */
export type Fact = string | null | undefined;

/** An instance, and the cluster around it. */
export interface Subject {
  readonly instance: Instance;
  readonly cluster: ClusterFacts;
}

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

/** Lists of versions, flags and the like become one text with this between them; it occurs in none of them. */
export const factSeparator = '\u0000';

/** What has to change for the fact of a leaf to be another one, although the instance and its node are the same. */
export type Scope = 'cluster' | 'workload' | 'instance';

export function scopeOf({ kind }: Leaf): Scope {
  if (kind === 'cluster_nodes' || kind === 'component_present') return 'cluster';
  return kind === 'workload_replicas' ? 'workload' : 'instance';
}

export function factOf(leaf: Leaf, { instance, cluster }: Subject): Fact {
  switch (leaf.kind) {
    case 'cluster_nodes':
      return cluster.countNodes(leaf.withLabel)?.toString();
    case 'component_present':
      return presenceFact(leaf, cluster);
    case 'manual':
      return undefined;
    case 'pod_label':
    case 'pod_annotation':
    case 'container_argument':
    case 'container_env':
    case 'container_image':
    case 'workload_replicas':
      return instance.kind === 'container' ? containerFact(leaf, instance, cluster) : undefined;
    default:
      return instance.node && nodeFact(leaf, instance.node);
  }
}

type ContainerLeaf = PodKeyValue | ContainerArgument | ContainerEnvironment | ContainerImage | WorkloadReplicas;

function containerFact(leaf: ContainerLeaf, container: ContainerInstance, cluster: ClusterFacts): Fact {
  switch (leaf.kind) {
    case 'pod_label':
      return valueFact(leaf.key, container.podLabels);
    case 'pod_annotation':
      return valueFact(leaf.key, container.podAnnotations);
    case 'container_argument':
      return flagFact(leaf.flag, leaf.configFlags, container);
    case 'container_env':
      return variableFact(leaf.name, container);
    case 'container_image':
      return imageFact(container);
    case 'workload_replicas':
      return cluster.countReplicas(container).toString();
  }
}

type NodeLeaf =
  | VersionOnNode
  | ContainerRuntimeOfNode
  | NodeOsImage
  | NodePlatform
  | NodeArchitecture
  | NodeInstanceType
  | NodeCapacity
  | NodeKeyValue
  | NodeArgument;

function nodeFact(leaf: NodeLeaf, node: NodeFacts): Fact {
  switch (leaf.kind) {
    case 'node_kernel':
      return node.kernelVersion;
    case 'kubelet_version':
      return node.kubeletVersion || undefined;
    case 'container_runtime':
      return node.containerRuntime && (runtimeVersion(node.containerRuntime, leaf.name) ?? null);
    case 'node_os_image':
      return node.osImage;
    case 'node_platform':
      return platformOf(node);
    case 'node_architecture':
      return node.architecture;
    case 'node_instance_type':
      return node.instanceType;
    case 'node_capacity':
      return node.capacity[leaf.resource]?.toString();
    case 'node_label':
      return valueFact(leaf.key, node.labels);
    case 'node_annotation':
      return valueFact(leaf.key, node.annotations);
    case 'node_argument':
      return leaf.annotations.map((key) => node.annotations.get(key)).find((value) => value !== undefined);
  }
}

function valueFact(key: string, values: KeyValues): Fact {
  return values.has(key) ? values.get(key) : null;
}

/** `aws` in `aws:///eu-west-1a/i-0123`. */
function platformOf(node: NodeFacts): string | undefined {
  return /^(?<scheme>[a-z0-9.+-]+):\/\//i.exec(node.providerId ?? '')?.groups?.['scheme'];
}

/** Without its digest. Behind a digest alone any tag may stand. */
function imageFact({ image, reported }: ContainerInstance): Fact {
  const [named = '', digest] = image.split('@', 2);
  const isTagged = named.lastIndexOf(':') > named.lastIndexOf('/');
  if (reported?.tag !== undefined)
    return `${isTagged ? named.slice(0, named.lastIndexOf(':')) : named}:${reported.tag}`;
  return isTagged || digest === undefined ? named : undefined;
}

function flagFact(flag: string, configFlags: readonly string[], { flags }: ContainerInstance): Fact {
  if (!flags) return undefined;
  const given = flags.get(flagName(flag));
  // What `$(NAME)` stands for is in a variable.
  if (given) return given.some((value) => value.includes('$(')) ? undefined : given.join(factSeparator);
  return configFlags.some((config) => flags.has(flagName(config))) ? undefined : null;
}

function variableFact(name: string, { environment }: ContainerInstance): Fact {
  if (environment.values.has(name)) return environment.values.get(name);
  return environment.mayHaveMore ? undefined : null;
}

function presenceFact({ component }: ComponentPresent, cluster: ClusterFacts): Fact {
  const versions = cluster.versionsOf(component.id);
  if (versions.length > 0) return versions.map((text) => text ?? '').join(factSeparator);
  return cluster.wouldSee(component) ? null : undefined;
}

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
