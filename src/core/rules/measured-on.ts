import type { Component } from '../components/component.ts';
import { formatDuration } from '../text/duration.ts';
import type { RuleSettings } from './rule-settings.ts';

/** The names of recordings and labels for one way of measuring usage. They match rules-templates/recordings.yaml. */
export interface MeasuredOn {
  /** What one instance is called in a sentence. */
  readonly noun: string;
  readonly instanceLevel: string;
  /** Tell instances apart. */
  readonly instanceLabels: readonly string[];
  /** All labels of the usage recording. */
  readonly identityLabels: readonly string[];
  /** One alert for each set of values. */
  readonly workloadLabels: readonly string[];
  readonly usageCpu: string;
  /** Per version, the median of its instances. */
  readonly medianCpu: string;
  readonly historyCpu: string;
  readonly knownIssue: string;
}

export function measuredOn(
  runs: Component['runs']['as'],
  { clusterLabel, rateWindow, history }: RuleSettings,
): MeasuredOn {
  const window = formatDuration(rateWindow);
  const past = formatDuration(history);
  switch (runs) {
    case 'container': {
      const workloadLabels = [clusterLabel, 'namespace', 'workload_kind', 'workload'];
      return {
        noun: 'container',
        instanceLevel: 'cluster_namespace_pod_container',
        instanceLabels: [clusterLabel, 'namespace', 'pod', 'container'],
        identityLabels: [...workloadLabels, 'pod', 'container', 'node', 'component', 'version'],
        workloadLabels,
        usageCpu: `cluster_namespace_pod_container:container_cpu_usage_seconds:sum_rate${window}`,
        medianCpu: `cluster_component_version:container_cpu_usage_seconds:p50_rate${window}`,
        historyCpu: `cluster_component_version:container_cpu_usage_seconds:p50_rate${window}_quantile${past}`,
        knownIssue: 'cluster_namespace_pod_container:plimsoll_known_issue:max',
      };
    }
    case 'node-process': {
      const instanceLabels = [clusterLabel, 'node'];
      return {
        noun: 'node',
        instanceLevel: 'cluster_node',
        instanceLabels,
        identityLabels: [...instanceLabels, 'component', 'version'],
        workloadLabels: instanceLabels,
        usageCpu: `cluster_node:process_cpu_seconds:rate${window}`,
        medianCpu: `cluster_component_version:process_cpu_seconds:p50_rate${window}`,
        historyCpu: `cluster_component_version:process_cpu_seconds:p50_rate${window}_quantile${past}`,
        knownIssue: 'cluster_node:plimsoll_known_issue:max',
      };
    }
  }
}
