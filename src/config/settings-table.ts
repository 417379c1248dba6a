import { inventorySources, nodeProcessSources, type RuleSettings } from '../core/rules/rule-settings.ts';
import { alertAnnotations, alertLabels, type MapKind } from './alert-maps.ts';
import { bytes, cores, count, factor, share } from './number-kinds.ts';
import { type SettingKind, unlessSet } from './setting-kind.ts';
import { address, choice, duration, flag, labelName, seriesSelector } from './text-kinds.ts';

/** What one value of the rules can be set by. */
export interface Setting<Value> {
  /** Its key in the file, and that of the mapping around it. */
  readonly key: readonly [string] | readonly [string, string];
  /** Long flag without dashes, for what people change from run to run. */
  readonly flag?: string;
  readonly kind: SettingKind<Value> | MapKind<Value>;
  /** A clause that begins in lower case. */
  readonly meaning: string;
}

/** What is set value by value. Baselines and waivers are lists of their own. */
export type SettingName = Exclude<keyof RuleSettings, 'overrides' | 'waivers'>;

/**
 * Every setting of the rules, once: the file, its JSON Schema, the command line and docs/configuration.md come from here.
 *
 * The order is that of the reference.
 */
export const settingsTable: { readonly [Name in SettingName]: Setting<RuleSettings[Name]> } = {
  clusterLabel: {
    key: ['labels', 'cluster'],
    flag: 'cluster-label',
    kind: labelName,
    meaning: 'label that tells clusters apart',
  },
  nodeLabel: {
    key: ['labels', 'node'],
    flag: 'node-label',
    kind: labelName,
    meaning: "label of the kubelet's series that holds the node's name",
  },
  plimsollSelector: {
    key: ['selectors', 'plimsoll'],
    flag: 'plimsoll-selector',
    kind: seriesSelector,
    meaning: "matchers of Plimsoll's own series",
  },
  cadvisorSelector: {
    key: ['selectors', 'cadvisor'],
    flag: 'cadvisor-selector',
    kind: seriesSelector,
    meaning: "matchers of cAdvisor's series",
  },
  kubeletSelector: {
    key: ['selectors', 'kubelet'],
    flag: 'kubelet-selector',
    kind: seriesSelector,
    meaning: "matchers of the kubelet's own series",
  },
  kubeStateMetricsSelector: {
    key: ['selectors', 'kube_state_metrics'],
    flag: 'kube-state-metrics-selector',
    kind: seriesSelector,
    meaning: "matchers of kube-state-metrics' series",
  },
  inventoryFrom: {
    key: ['inventory_from'],
    flag: 'inventory-from',
    kind: choice(inventorySources),
    meaning: 'what says which versions run',
  },
  nodeProcessSource: {
    key: ['node_process_source'],
    flag: 'node-process-source',
    kind: choice(nodeProcessSources),
    meaning: 'what measures processes on a node that both the kubelet and a cgroup show',
  },
  evaluationInterval: {
    key: ['times', 'evaluation_interval'],
    flag: 'evaluation-interval',
    kind: duration,
    meaning: 'how often rules are evaluated',
  },
  rateWindow: {
    key: ['times', 'rate_window'],
    flag: 'rate-window',
    kind: duration,
    meaning: 'range of every rate; at least four scrapes',
  },
  memory: {
    key: ['times', 'memory'],
    flag: 'memory',
    kind: duration,
    meaning: 'how long identity outlasts the exporter',
  },
  sustained: {
    key: ['times', 'sustained'],
    flag: 'sustained',
    kind: duration,
    meaning: 'how long an instance has to stay above',
  },
  alertFor: { key: ['times', 'for'], flag: 'for', kind: duration, meaning: 'how long an alert is pending' },
  keepFiringFor: {
    key: ['times', 'keep_firing_for'],
    flag: 'keep-firing-for',
    kind: duration,
    meaning: 'how long an alert outlasts its cause',
  },
  history: {
    key: ['times', 'history'],
    flag: 'history',
    kind: duration,
    meaning: "how far back a version's own history goes",
  },
  warmUp: {
    key: ['times', 'warm_up'],
    flag: 'warm-up',
    kind: duration,
    meaning: 'least history before it is a baseline',
  },
  lookback: {
    key: ['times', 'lookback'],
    flag: 'lookback',
    kind: duration,
    meaning: 'how long a version that is gone is remembered; Prometheus keeps 15d unless told otherwise',
  },
  growthWindow: {
    key: ['times', 'growth_window'],
    kind: duration,
    meaning: 'over how long the slope of a leak is measured',
  },
  growthHorizon: {
    key: ['times', 'growth_horizon'],
    kind: duration,
    meaning: 'within which time a leak has to reach the limit to be urgent',
  },
  settle: {
    key: ['times', 'settle'],
    kind: duration,
    meaning: 'how long an instance has to have run before it is compared with those of another version',
  },
  regressionFor: {
    key: ['times', 'regression_for'],
    kind: duration,
    meaning: 'how long a regression that no record explains has to last',
  },
  exporterFor: {
    key: ['times', 'exporter_for'],
    flag: 'exporter-for',
    kind: duration,
    meaning: 'how long Plimsoll may be away or stale',
  },
  factor: {
    key: ['thresholds', 'factor'],
    flag: 'factor',
    kind: unlessSet(factor, 'from each record'),
    meaning: 'how many times the expected usage diverges, for every issue',
  },
  cpuFloor: {
    key: ['thresholds', 'cpu_floor'],
    kind: cores,
    meaning: 'least CPU that diverges, whatever the factor',
  },
  memoryFloor: {
    key: ['thresholds', 'memory_floor'],
    kind: bytes,
    meaning: 'least memory that diverges, whatever the factor',
  },
  cpuGrowthFloor: {
    key: ['thresholds', 'cpu_growth_floor'],
    kind: cores,
    meaning: 'slowest growth of CPU that is a leak, for an hour',
  },
  memoryGrowthFloor: {
    key: ['thresholds', 'memory_growth_floor'],
    kind: bytes,
    meaning: 'slowest growth of memory that is a leak, for an hour',
  },
  regressionFactor: {
    key: ['thresholds', 'regression_factor'],
    kind: factor,
    meaning: 'how many times the usage of another version is a regression',
  },
  saturation: {
    key: ['thresholds', 'saturation'],
    kind: share,
    meaning: 'share of its limit, or of its node, at which an instance saturates it',
  },
  exposureAlerts: {
    key: ['alerts', 'exposure'],
    flag: 'exposure-alerts',
    kind: flag,
    meaning: 'an alert of its own for what is exposed and does not diverge',
  },
  groupLimit: {
    key: ['alerts', 'group_limit'],
    kind: count,
    meaning: 'most series that one rule may produce; 0 is no limit',
  },
  alertLabels: {
    key: ['alerts', 'labels'],
    kind: alertLabels,
    meaning: 'labels that every alert gets besides its own',
  },
  alertAnnotations: {
    key: ['alerts', 'annotations'],
    kind: alertAnnotations,
    meaning: 'annotations that every alert gets besides its own; Go templates as in Prometheus',
  },
  runbookBaseUrl: {
    key: ['alerts', 'runbook_base_url'],
    flag: 'runbook-base-url',
    kind: unlessSet(address, 'the upstream issue'),
    meaning: "where Plimsoll's pages are, for the links of alerts",
  },
};

export const settingNames = Object.keys(settingsTable) as readonly SettingName[]; // its keys

/** `times.rate_window` */
export function keyText({ key }: Pick<Setting<never>, 'key'>): string {
  return key.join('.');
}
