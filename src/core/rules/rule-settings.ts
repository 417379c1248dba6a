/** What differs from one installation to another. Durations are whole seconds. */
export interface RuleSettings {
  /** Label that tells clusters apart. */
  readonly clusterLabel: string;
  /** Label of the kubelet's and cAdvisor's series that holds the node's name. */
  readonly nodeLabel: string;
  /** Label matchers, without braces, of the series that Plimsoll exports. */
  readonly plimsollSelector: string;
  readonly cadvisorSelector: string;
  readonly kubeletSelector: string;
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
  /** How long Plimsoll itself may be away or stale before its own alerts fire. */
  readonly exporterFor: number;
}

/** For kube-prometheus-stack. */
export const defaultRuleSettings: RuleSettings = {
  clusterLabel: 'cluster',
  nodeLabel: 'node',
  plimsollSelector: 'job="plimsoll"',
  cadvisorSelector: 'job="kubelet", metrics_path="/metrics/cadvisor"',
  kubeletSelector: 'job="kubelet", metrics_path="/metrics"',
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
  exporterFor: 15 * 60,
};
