import type { Version } from '../versions/version.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';

/** A piece of software that the catalog knows, and how to tell that an instance runs it. */
export interface Component {
  readonly id: string;
  /** For people: `Calico node`. */
  readonly name: string;
  /** Where its source is; an https address. */
  readonly repository: string;
  readonly scheme: VersionScheme;
  readonly runs: ContainerRuntime | NodeProcess;
}

/** Runs as a container of a pod; the version is in the image tag. */
export interface ContainerRuntime {
  readonly as: 'container';
  /** Repository paths without registry: `calico/node`. A mirror is recognised when its path ends in one of them. */
  readonly images: readonly string[];
  /** Names of its container. Rules select usage by them, so that untracked containers cost nothing. */
  readonly containers: readonly string[];
  /** The same, of images that other programs run from as well, so that the container's name has to be one of `containers`. */
  readonly sharedImages: readonly string[];
  /** Which version an image with this digest is, for pods that name no tag. */
  readonly digests: ReadonlyMap<string, Version>;
  /** A metric of its own that tells its version, for where the image does not. */
  readonly versionMetric: VersionMetric | undefined;
}

/** `coredns_build_info{version="1.11.3"}` */
export interface VersionMetric {
  readonly name: string;
  /** The label whose value is the version. */
  readonly label: string;
}

/** Runs as a process on the node, outside any pod; the version is in what the node reports. */
export interface NodeProcess {
  readonly as: 'node-process';
  readonly versionFrom: NodeVersionSource;
  /** The node has at least one of these labels; empty means any node. */
  readonly anyLabel: readonly string[];
  /** The node has none of these labels. */
  readonly noLabel: readonly string[];
  /** Whether it is the kubelet, or the kubelet runs inside it, so that the kubelet's own process metrics are its. */
  readonly kubeletInside: boolean;
  /** The cgroup that measures it. Known wherever `kubeletInside` is false. */
  readonly cgroup: string | undefined;
}

/** Which field of a node's `status.nodeInfo` holds the version. */
export type NodeVersionSource =
  | { readonly field: 'kubelet' }
  | { readonly field: 'kernel' }
  /** `containerRuntimeVersion`, where it begins with this name: `cri-o` of `cri-o://1.29.4`. */
  | { readonly field: 'container_runtime'; readonly runtime: string }
  /** `osImage`, where it begins with these words: `Bottlerocket OS`. */
  | { readonly field: 'os_image'; readonly os: string };
