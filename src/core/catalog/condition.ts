import type { Version } from '../versions/version.ts';

/** What must hold besides the version. Evaluates to true, false, or unknown when the cluster does not show it. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Leaf;

/** One fact to look up. Its kind is the reason that a metric gives when the fact cannot be seen. */
export type Leaf =
  | NodeKernel
  | NodeOsImage
  | NodePlatform
  | NodeKeyValue
  | NodeArgument
  | ContainerEnvironment
  | ClusterNodes
  | Manual;

/** Between `affectedBefore` and `unaffectedFrom` nobody has looked: there it is unknown. */
export interface NodeKernel {
  readonly kind: 'node_kernel';
  /** Exclusive: an older kernel is affected. */
  readonly affectedBefore: Version;
  /** Inclusive: this kernel and newer ones are not. */
  readonly unaffectedFrom: Version;
}

export interface NodeOsImage {
  readonly kind: 'node_os_image';
  /** Holds when the node's `osImage` starts with one of these: `Ubuntu 20.04`. */
  readonly prefixes: readonly string[];
}

export interface NodePlatform {
  readonly kind: 'node_platform';
  /** The scheme of the node's `providerID`: `aws`, `azure`, `gce`. */
  readonly platforms: readonly string[];
}

export interface NodeKeyValue {
  readonly kind: 'node_label' | 'node_annotation';
  readonly key: string;
  /** Any of these; empty means that the key has to exist. */
  readonly values: readonly string[];
}

/** A flag in the command line that K3s and RKE2 publish as the annotation `<distribution>.io/node-args`. */
export interface NodeArgument {
  readonly kind: 'node_argument';
  /** The first that the node has counts. */
  readonly annotations: readonly string[];
  /** `--etcd-disable-snapshots` */
  readonly flag: string;
}

export interface ContainerEnvironment {
  readonly kind: 'container_env';
  readonly name: string;
  /** Compared without case. A variable that is not set has none of them. */
  readonly values: readonly string[];
}

export interface ClusterNodes {
  readonly kind: 'cluster_nodes';
  /** Counts only nodes with this label. */
  readonly withLabel: string | undefined;
  readonly atLeast: number;
}

/** What no API shows. Always unknown. */
export interface Manual {
  readonly kind: 'manual';
  /** What a person has to look at. */
  readonly check: string;
}

export const leafKinds = [
  'node_kernel',
  'node_os_image',
  'node_platform',
  'node_label',
  'node_annotation',
  'node_argument',
  'container_env',
  'cluster_nodes',
  'manual',
] as const satisfies readonly Leaf['kind'][];

export type LeafKind = (typeof leafKinds)[number];

/** The leaves of `condition`, in the order they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.of);
    case 'node_kernel':
    case 'node_os_image':
    case 'node_platform':
    case 'node_label':
    case 'node_annotation':
    case 'node_argument':
    case 'container_env':
    case 'cluster_nodes':
    case 'manual':
      return [condition];
  }
}
