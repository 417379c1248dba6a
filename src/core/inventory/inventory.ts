import type { Component } from '../components/component.ts';
import type { VersionReading } from '../components/recognise.ts';
import type { ReportedImage } from '../components/reported-image.ts';

/** Everything one discovery saw of what the catalog knows. Immutable. */
export interface Inventory {
  readonly nodes: readonly NodeFacts[];
  readonly instances: readonly Instance[];
  /** Whether pods of all namespaces were looked at: else what is not here may run elsewhere. */
  readonly seesAllPods: boolean;
}

/**
 * Labels or annotations that the catalog names. A value is `undefined` where the source cannot show whether there is one;
 * what is not here is absent.
 */
export type KeyValues = ReadonlyMap<string, string | undefined>;

/** What conditions may ask of a node. Absent in the cluster is `undefined` here. */
export interface NodeFacts {
  /** Only where the source tells several clusters apart. */
  readonly cluster: string | undefined;
  readonly name: string;
  readonly kubeletVersion: string;
  readonly kernelVersion: string | undefined;
  readonly osImage: string | undefined;
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string | undefined;
  /** As the provider names it: `m5.large`. */
  readonly instanceType: string | undefined;
  readonly providerId: string | undefined;
  /** `containerd://1.7.2` */
  readonly containerRuntime: string | undefined;
  /** In cores and bytes. */
  readonly capacity: { readonly cpu: number | undefined; readonly memory: number | undefined };
  readonly labels: KeyValues;
  readonly annotations: KeyValues;
}

/** One container of a pod, or one process on a node, that runs a component. */
export type Instance = ContainerInstance | NodeInstance;

interface Running {
  /** Only where the source tells several clusters apart. */
  readonly cluster: string | undefined;
  readonly component: Component;
  readonly version: VersionReading;
  readonly nodeName: string;
  /** `undefined` when the node itself was not seen. */
  readonly node: NodeFacts | undefined;
}

export interface ContainerInstance extends Running {
  readonly kind: 'container';
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly workload: Workload;
  /** As the pod's spec names it. */
  readonly image: string;
  /** Only where the image of the spec does not tell the version. */
  readonly reported: ReportedImage | undefined;
  readonly environment: Environment;
  /** `undefined` where the source does not show command lines. */
  readonly flags: Flags | undefined;
  readonly podLabels: KeyValues;
  readonly podAnnotations: KeyValues;
}

export interface NodeInstance extends Running {
  readonly kind: 'node-process';
}

/** The object that owns a pod: the Deployment, not its ReplicaSet. A bare pod owns itself. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
}

/** Environment variables of a container, as far as its pod shows them and the catalog names them. */
export interface Environment {
  /** The value is `undefined` where the pod only says that it comes from elsewhere. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** Whether a ConfigMap or Secret that must exist may set any variable. */
  readonly mayHaveMore: boolean;
}

/** Flags of a container's command line that the catalog names, without their dashes, with every value given. */
export type Flags = ReadonlyMap<string, readonly string[]>;
