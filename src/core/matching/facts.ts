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
import { runtimeVersion } from '../components/recognise.ts';
import type { ContainerInstance, Instance, KeyValues, NodeFacts } from '../inventory/inventory.ts';
import type { ClusterFacts } from './cluster-facts.ts';

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
