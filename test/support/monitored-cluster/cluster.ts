/** A cluster as a test describes it: what runs where, and how much CPU it uses. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly ClusterPod[];
}

export interface ClusterNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly kernelVersion: string;
  readonly kubeletVersion: string;
  /** Cores that the kubelet's process uses; on K3s that is all of K3s. */
  readonly cores: number;
}

/** A pod with one container. */
export interface ClusterPod {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly workload: { readonly kind: 'DaemonSet' | 'Deployment'; readonly name: string };
  readonly container: ContainerSpec;
  readonly cores: number;
}

/** As a pod's manifest has it. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly object[];
  readonly envFrom?: readonly object[];
}
