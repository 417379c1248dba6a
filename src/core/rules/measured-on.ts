import type { ComparedResource } from '../catalog/measurement.ts';
import type { Component } from '../components/component.ts';
import { formatDuration } from '../text/duration.ts';
import type { RuleSettings } from './rule-settings.ts';

/** One way of measuring usage, with the names of its recordings and labels. They match the files of rules-templates. */
export interface Measure {
  readonly runs: Component['runs']['as'];
  readonly resource: ComparedResource;
  /** What one instance is called in a sentence. */
  readonly noun: 'container' | 'node';
  readonly words: ResourceWords;
  readonly instanceLevel: string;
  /** Tell instances apart. */
  readonly instanceLabels: readonly string[];
  /** All labels of the identity and usage recordings. */
  readonly identityLabels: readonly string[];
  /** One alert for each set of values. */
  readonly workloadLabels: readonly string[];
  /** Instances with the same values do the same work, so that their versions can be compared. */
  readonly peerLabels: readonly string[];
  /** First part of the names of recordings with one series for each version that they run. */
  readonly peersLevel: string;
  /** The exporter's metric of what one instance should use. */
  readonly expectedMetric: string;
  readonly recordings: MeasureRecordings;
}

/** How alerts speak of a resource. */
export interface ResourceWords {
  /** `CPU`, in names of alerts. */
  readonly title: string;
  /** In sentences. */
  readonly name: string;
  /** What kube-state-metrics calls it. */
  readonly kubernetesName: string;
  readonly unit: string;
  /** The function of Go templates that Prometheus formats a value with, and what to write behind it. */
  readonly humanize: 'humanize' | 'humanize1024';
  readonly humanUnit: string;
}

export interface MeasureRecordings {
  readonly identity: string;
  readonly knownIssue: string;
  readonly usage: string;
  /** Per version, the median of its instances. */
  readonly median: string;
  readonly history: string;
  readonly diverging: string;
  readonly saturating: string;
  readonly overridden: string;
  readonly quiet: string;
  readonly expected: string;
  readonly peers: string;
  readonly slope: string;
  readonly timeToLimit: string;
  readonly unburdened: string;
  /** Per version, how many times as much it uses as another one, where that is a regression. */
  readonly regressed: string;
}

/** Every way of measuring, in the order in which rules are written for them. */
export function measures(settings: RuleSettings): readonly Measure[] {
  return (['container', 'node-process'] as const).flatMap((runs) =>
    (['cpu', 'memory'] as const).map((resource) => measuredOn(runs, resource, settings)),
  );
}

export function measuredOn(runs: Component['runs']['as'], resource: ComparedResource, settings: RuleSettings): Measure {
  const { clusterLabel: cluster } = settings;
  const words = resourceWords[resource];
  const expectedMetric = `plimsoll_expected_${words.unit}`;
  if (runs === 'container') {
    const workloadLabels = [cluster, 'namespace', 'workload_kind', 'workload'];
    return {
      runs,
      resource,
      noun: 'container',
      words,
      instanceLevel: 'cluster_namespace_pod_container',
      instanceLabels: [cluster, 'namespace', 'pod', 'container'],
      identityLabels: [...workloadLabels, 'pod', 'container', 'node', 'component', 'version'],
      workloadLabels,
      peerLabels: workloadLabels,
      peersLevel: 'cluster_namespace_workload_component_version',
      expectedMetric,
      recordings: recordingsOf('cluster_namespace_pod_container', runs, resource, settings),
    };
  }
  const instanceLabels = [cluster, 'node'];
  return {
    runs,
    resource,
    noun: 'node',
    words,
    instanceLevel: 'cluster_node',
    instanceLabels,
    identityLabels: [...instanceLabels, 'component', 'version'],
    workloadLabels: instanceLabels,
    peerLabels: [cluster],
    peersLevel: 'cluster_node_component_version',
    expectedMetric,
    recordings: recordingsOf('cluster_node', runs, resource, settings),
  };
}

function recordingsOf(
  level: string,
  runs: Component['runs']['as'],
  resource: ComparedResource,
  settings: RuleSettings,
): MeasureRecordings {
  const { metric, of, per } = measured(runs, resource, settings);
  const { unit } = resourceWords[resource];
  const sustained = formatDuration(settings.sustained);
  const median = `cluster_component_version:${metric}:p50${per}`;
  const info = runs === 'container' ? 'plimsoll_component_info' : 'plimsoll_node_component_info';
  return {
    identity: `${level}:${info}:latest`,
    knownIssue: `${level}:plimsoll_known_issue:max`,
    usage: `${level}:${metric}:${of}`,
    median,
    history: `${median}_quantile${formatDuration(settings.history)}`,
    diverging: `${level}:plimsoll_diverging_${unit}:min${sustained}`,
    saturating: `${level}:plimsoll_saturating_${unit}:min${sustained}`,
    overridden: `${level}:plimsoll_overridden_${unit}:max`,
    quiet: `${level}:plimsoll_quiet_${unit}:min`,
    expected: `cluster_component:plimsoll_expected_${unit}:max`,
    peers: `cluster_component:plimsoll_peers_${unit}:p50`,
    slope: `${level}:plimsoll_growing_${unit}:deriv${formatDuration(settings.growthWindow)}`,
    timeToLimit: `${level}:plimsoll_${resource}_time_to_limit_seconds:deriv${formatDuration(settings.growthWindow)}`,
    unburdened: `cluster_component_version:plimsoll_unburdened_${unit}:p50`,
    // A process on a node has the name of a container's recording with another word: they share the level.
    regressed: `cluster_component_version:plimsoll_${runs === 'container' ? 'container' : 'node'}_regressed_${unit}:ratio`,
  };
}

interface Measured {
  readonly metric: string;
  /** The operation in the name of the recording of each instance, and what follows it in that of the median. */
  readonly of: string;
  readonly per: string;
}

function measured(runs: Component['runs']['as'], resource: ComparedResource, settings: RuleSettings): Measured {
  const per = `_rate${formatDuration(settings.rateWindow)}`;
  if (resource === 'memory') {
    const metric = runs === 'container' ? 'container_memory_working_set_bytes' : 'process_resident_memory_bytes';
    return { metric, of: 'max', per: '' };
  }
  return runs === 'container'
    ? { metric: 'container_cpu_usage_seconds', of: `sum${per}`, per }
    : { metric: 'process_cpu_seconds', of: per.slice(1), per };
}

export const resourceWords: Readonly<Record<ComparedResource, ResourceWords>> = {
  cpu: {
    title: 'CPU',
    name: 'CPU',
    kubernetesName: 'cpu',
    unit: 'cpu_cores',
    humanize: 'humanize',
    humanUnit: ' cores',
  },
  memory: {
    title: 'Memory',
    name: 'memory',
    kubernetesName: 'memory',
    unit: 'memory_bytes',
    humanize: 'humanize1024',
    humanUnit: 'B',
  },
};
