import type { Component } from '../components/component.ts';
import type { AffectedRange } from '../versions/version-range.ts';

/** What must hold besides the version. Evaluates to true, false, or unknown when the cluster does not show it. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Leaf;

/** One fact to look up. Its kind is the reason that a metric gives when the fact cannot be seen. */
export type Leaf =
  | VersionOnNode
  | ContainerRuntimeOfNode
  | NodeOsImage
  | NodePlatform
  | NodeArchitecture
  | NodeInstanceType
  | NodeCapacity
  | NodeKeyValue
  | PodKeyValue
  | NodeArgument
  | ContainerArgument
  | ContainerEnvironment
  | ContainerImage
  | ClusterNodes
  | WorkloadReplicas
  | ComponentPresent
  | Manual;

/** The kernel, or the Kubernetes version of the kubelet, of the node. */
export interface VersionOnNode {
  readonly kind: 'node_kernel' | 'kubelet_version';
  readonly ranges: readonly AffectedRange[];
}

export interface ContainerRuntimeOfNode {
  readonly kind: 'container_runtime';
  /** `containerd`, `cri-o` */
  readonly name: string;
  /** Empty: any version. */
  readonly ranges: readonly AffectedRange[];
}

export interface NodeOsImage {
  readonly kind: 'node_os_image';
  /** Any of these, `*` standing for any text: `Ubuntu 20.04*`. */
  readonly values: readonly string[];
}

export interface NodePlatform {
  readonly kind: 'node_platform';
  /** The scheme of the node's `providerID`: `aws`, `azure`, `gce`. */
  readonly platforms: readonly string[];
}

export interface NodeArchitecture {
  readonly kind: 'node_architecture';
  readonly architectures: readonly string[];
}

export interface NodeInstanceType {
  readonly kind: 'node_instance_type';
  /** Any of these, `*` standing for any text: `*.medium`. */
  readonly values: readonly string[];
}

export interface NodeCapacity {
  readonly kind: 'node_capacity';
  readonly resource: 'cpu' | 'memory';
  /** Inclusive; in cores or bytes. */
  readonly limits: Limits;
}

export interface NodeKeyValue extends KeyValue {
  readonly kind: 'node_label' | 'node_annotation';
}

export interface PodKeyValue extends KeyValue {
  readonly kind: 'pod_label' | 'pod_annotation';
}

interface KeyValue {
  readonly key: string;
  /** Any of these, `*` standing for any text; empty means that the key has to exist. */
  readonly values: readonly string[];
}

/** A flag in the command line that K3s and RKE2 publish as the annotation `<distribution>.io/node-args`. */
export interface NodeArgument {
  readonly kind: 'node_argument';
  /** The first that the node has counts. */
  readonly annotations: readonly string[];
  /** `--etcd-disable-snapshots` */
  readonly flag: string;
  /** Any of these, `*` standing for any text; empty means that the flag has to be given. */
  readonly values: readonly string[];
}

/** A flag in the command or the arguments of the container. */
export interface ContainerArgument {
  readonly kind: 'container_argument';
  readonly flag: string;
  readonly values: readonly string[];
  /** Flags that name a file in which the same can be set: with one of them, a flag that is absent is unknown. */
  readonly configFlags: readonly string[];
}

export interface ContainerEnvironment {
  readonly kind: 'container_env';
  readonly name: string;
  /** Compared without case. A variable that is not set has none of them. */
  readonly values: readonly string[];
}

export interface ContainerImage {
  readonly kind: 'container_image';
  /** Any of these, `*` standing for any text, of the image with its tag and without its digest. */
  readonly values: readonly string[];
}

export interface ClusterNodes {
  readonly kind: 'cluster_nodes';
  /** Counts only nodes with this label. */
  readonly withLabel: string | undefined;
  readonly limits: Limits;
}

/** How many containers of the workload run the component. */
export interface WorkloadReplicas {
  readonly kind: 'workload_replicas';
  readonly limits: Limits;
}

export interface ComponentPresent {
  readonly kind: 'component_present';
  readonly component: Component;
  /** Empty: any version. */
  readonly ranges: readonly AffectedRange[];
}

/** What no API shows. Always unknown. */
export interface Manual {
  readonly kind: 'manual';
  /** What a person has to look at. */
  readonly check: string;
}

/** Both inclusive. */
export interface Limits {
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
}

export const leafKinds = [
  'node_kernel',
  'kubelet_version',
  'container_runtime',
  'node_os_image',
  'node_platform',
  'node_architecture',
  'node_instance_type',
  'node_capacity',
  'node_label',
  'node_annotation',
  'pod_label',
  'pod_annotation',
  'node_argument',
  'container_argument',
  'container_env',
  'container_image',
  'cluster_nodes',
  'workload_replicas',
  'component_present',
  'manual',
] as const satisfies readonly Leaf['kind'][];

export type LeafKind = (typeof leafKinds)[number];

/** `proxy-mode` of `--proxy-mode`: Go programs take one dash or two. */
export function flagName(flag: string): string {
  return flag.replace(/^-{1,2}/, '');
}

/** The leaves of `condition`, in the order they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.of);
    default:
      return [condition];
  }
}
