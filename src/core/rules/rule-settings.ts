/** What differs from one installation to another, and what its owner decides. Durations are whole seconds. */
export interface RuleSettings extends SeriesSettings, TimeSettings, ThresholdSettings, AlertSettings {
  /** For some instances of a component, what one of them should use; counts more than everything else that is known. */
  readonly overrides: readonly BaselineOverride[];
  /** Issues that somebody has decided to live with for a while. */
  readonly waivers: readonly Waiver[];
}

/** How the series that rules read are called and labelled. */
export interface SeriesSettings {
  /** Label that tells clusters apart. */
  readonly clusterLabel: string;
  /** Label of the kubelet's and cAdvisor's series that holds the node's name. */
  readonly nodeLabel: string;
  /** Label matchers, without braces, of the series that Plimsoll exports. */
  readonly plimsollSelector: string;
  readonly cadvisorSelector: string;
  readonly kubeletSelector: string;
  readonly kubeStateMetricsSelector: string;
  /** What says which versions run. */
  readonly inventoryFrom: InventoryFrom;
  /** What measures a process whose usage both the kubelet's own metrics and a cgroup show. */
  readonly nodeProcessSource: NodeProcessSource;
}

export const inventorySources = ['exporter', 'kube-state-metrics'] as const;
export type InventoryFrom = (typeof inventorySources)[number];

export const nodeProcessSources = ['kubelet', 'cgroup'] as const;
export type NodeProcessSource = (typeof nodeProcessSources)[number];

export interface TimeSettings {
  readonly evaluationInterval: number;
  /** Range of every `rate`. */
  readonly rateWindow: number;
  /** How long identity and exposure are remembered while the exporter is away. */
  readonly memory: number;
  /** How long one instance has to stay above what is expected. */
  readonly sustained: number;
  readonly alertFor: number;
  readonly keepFiringFor: number;
  /** How far back a version's own history goes. */
  readonly history: number;
  /** Least history of a version before it counts as a baseline. */
  readonly warmUp: number;
  /** How far back a version that no longer runs is remembered as a baseline. */
  readonly lookback: number;
  /** Over how long the slope of a leak is measured. */
  readonly growthWindow: number;
  /** A leak that reaches the limit within this time is urgent. */
  readonly growthHorizon: number;
  /** How long an instance has to have run before it is compared with those of another version. */
  readonly settle: number;
  /** How long a regression that no record explains has to last. */
  readonly regressionFor: number;
  /** How long Plimsoll itself may be away or stale before its own alerts fire. */
  readonly exporterFor: number;
}

export interface ThresholdSettings {
  /** How many times the expected usage diverges, for every issue; `undefined` takes it from what each record observed. */
  readonly factor: number | undefined;
  /** Least usage that diverges, in cores and in bytes. */
  readonly cpuFloor: number;
  readonly memoryFloor: number;
  /** Slowest growth that is a leak, in cores and in bytes an hour. */
  readonly cpuGrowthFloor: number;
  readonly memoryGrowthFloor: number;
  /** How many times the usage of another version is a regression. */
  readonly regressionFactor: number;
  /** Share of its limit, or of its node, at which an instance saturates it. */
  readonly saturation: number;
}

export interface AlertSettings {
  /** Whether there is an alert for what is exposed and does not diverge. */
  readonly exposureAlerts: boolean;
  /** Most series that one rule may produce; 0 is no limit. */
  readonly groupLimit: number;
  /** Added to every alert. */
  readonly alertLabels: Readonly<Record<string, string>>;
  readonly alertAnnotations: Readonly<Record<string, string>>;
  /** Where Plimsoll's pages are, without a slash at the end; `undefined` links to the upstream issue. */
  readonly runbookBaseUrl: string | undefined;
}

export interface BaselineOverride {
  /** Id of the component. */
  readonly component: string;
  /** Label matchers, without braces, of its instances; empty for all. */
  readonly selector: string;
  /** In cores. */
  readonly cpu: number | undefined;
  /** In bytes. */
  readonly memory: number | undefined;
}

export interface Waiver {
  /** Id of the issue. */
  readonly issue: string;
  /** Label matchers, without braces, of the instances it is for; empty for all. */
  readonly selector: string;
  readonly owner: string;
  readonly reason: string;
  /** In unix seconds; from then on the waiver counts no more. */
  readonly expires: number;
}

/** For kube-prometheus-stack. */
export const defaultRuleSettings: RuleSettings = {
  clusterLabel: 'cluster',
  nodeLabel: 'node',
  plimsollSelector: 'job="plimsoll"',
  cadvisorSelector: 'job="kubelet", metrics_path="/metrics/cadvisor"',
  kubeletSelector: 'job="kubelet", metrics_path="/metrics"',
  kubeStateMetricsSelector: 'job="kube-state-metrics"',
  inventoryFrom: 'exporter',
  nodeProcessSource: 'kubelet',
  evaluationInterval: 60,
  rateWindow: 5 * 60,
  memory: 10 * 60,
  sustained: 10 * 60,
  alertFor: 5 * 60,
  keepFiringFor: 15 * 60,
  history: 7 * 86_400,
  warmUp: 60 * 60,
  // Prometheus keeps 15 days by default; looking further back would find nothing.
  lookback: 14 * 86_400,
  growthWindow: 6 * 3_600,
  growthHorizon: 12 * 3_600,
  settle: 30 * 60,
  regressionFor: 30 * 60,
  exporterFor: 15 * 60,
  factor: undefined,
  cpuFloor: 0.1,
  memoryFloor: 64 * 1024 ** 2,
  cpuGrowthFloor: 0.02,
  memoryGrowthFloor: 4 * 1024 ** 2,
  regressionFactor: 2,
  saturation: 0.9,
  exposureAlerts: false,
  groupLimit: 1_000_000,
  alertLabels: {},
  alertAnnotations: {},
  runbookBaseUrl: undefined,
  overrides: [],
  waivers: [],
};

/** Most series of one rule of a group, as a rule file has it: `undefined` for no limit. */
export function limitOf({ groupLimit }: AlertSettings): number | undefined {
  return groupLimit === 0 ? undefined : groupLimit;
}
