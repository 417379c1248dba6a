import type { ComparedResource } from '../../catalog/measurement.ts';
import type { ExposureState } from '../../matching/finding.ts';

/** What a rule test simulates. Time is counted in samples, one for each evaluation. */
export interface SimulatedWorld {
  readonly instances: readonly SimulatedInstance[];
  /** What the exporter says an instance should use. */
  readonly expected: readonly SimulatedExpectation[];
  /** How many samples every series has. */
  readonly length: number;
  /** Replicas of the exporter, which say the same. */
  readonly exporters: number;
  /** How often each kubelet is scraped at a time. */
  readonly scrapes: number;
  /** When the exporter is away. */
  readonly exporterGap: Span | undefined;
}

/** From one sample to another, the end excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SimulatedInstance {
  /** Empty for a cluster without a name. */
  readonly cluster: string;
  readonly place: ContainerPlace | NodePlace;
  readonly component: string;
  readonly lives: Span;
  /** What is measured of it. */
  readonly resource: ComparedResource;
  /** Each until the next begins; the first begins with the instance's life. */
  readonly usage: readonly UsagePhase[];
  /** When its container restarts, which makes a new cgroup with a counter from 0. */
  readonly restartsAt?: number;
  /** Its limit, and what its node can allocate, in cores or bytes; absent where nothing tells. */
  readonly limit?: number;
  readonly nodeLimit?: number;
  /** Versions it runs, one after the other without changing its name. */
  readonly versions: readonly VersionRun[];
}

export interface UsagePhase {
  readonly from: number;
  /** In cores or bytes, at its beginning. */
  readonly amount: number;
  /** How much more with every sample. */
  readonly growth?: number;
}

export interface VersionRun extends Span {
  readonly version: string;
  /** By issue. */
  readonly exposures: Readonly<Record<string, ExposureState>>;
}

export interface ContainerPlace {
  readonly kind: 'container';
  readonly namespace: string;
  readonly workloadKind: string;
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
}

export interface NodePlace {
  readonly kind: 'node-process';
  readonly node: string;
  /** The cgroup that measures the process; `undefined` when the kubelet's own metrics do. */
  readonly cgroup: string | undefined;
}

export interface SimulatedExpectation {
  readonly cluster: string;
  readonly component: string;
  readonly version: string;
  readonly issue: string;
  readonly source: 'catalog' | 'override';
  readonly resource: ComparedResource;
  /** In cores or bytes. */
  readonly amount: number;
}
