import type { Component } from '../components/component.ts';
import { compareText } from '../text/compare-text.ts';
import { formatDuration } from '../text/duration.ts';
import { anyOf, escapeString } from '../text/promql-escape.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { GeneralValues } from './templates/placeholders.ts';

/** Evaluations may be late or lost now and then; a window counts as whole with this share of its samples. */
const wholeWindow = 0.8;

/** What the placeholders that need no issue stand for. */
export function generalValues(components: readonly Component[], settings: RuleSettings): GeneralValues {
  const { evaluationInterval, sustained, warmUp, exporterFor } = settings;
  return {
    cluster: settings.clusterLabel,
    plimsoll: settings.plimsollSelector,
    cadvisor: settings.cadvisorSelector,
    evaluation_interval: formatDuration(evaluationInterval),
    rate_window: formatDuration(settings.rateWindow),
    memory: formatDuration(settings.memory),
    sustained: formatDuration(sustained),
    sustained_samples: String(Math.max(1, Math.floor((sustained / evaluationInterval) * wholeWindow))),
    for: formatDuration(settings.alertFor),
    keep_firing_for: formatDuration(settings.keepFiringFor),
    history: formatDuration(settings.history),
    warm_up_samples: String(Math.max(1, Math.floor(warmUp / evaluationInterval))),
    lookback: formatDuration(settings.lookback),
    quiet_memory: formatDuration(settings.memory * 6),
    exporter_for: formatDuration(exporterFor),
    exporter_for_seconds: String(exporterFor),
    containers: anyOf(containerNames(components)) || noContainer,
    node_process_cpu: nodeProcessCpu(components, settings),
  };
}

/** For a catalog without any: an empty matcher would select every series that has no such label. */
const noContainer = 'none';
const noNodeProcess = 'cluster_node:plimsoll_node_component_info:latest{component=""}';

function containerNames(components: readonly Component[]): readonly string[] {
  const names = components.flatMap(({ runs }) => (runs.as === 'container' ? runs.containers : []));
  return [...new Set(names)].sort(compareText);
}

/** One branch for each component, from the kubelet's own process metrics or from a cgroup. */
function nodeProcessCpu(components: readonly Component[], settings: RuleSettings): string {
  const { clusterLabel, nodeLabel, kubeletSelector, cadvisorSelector } = settings;
  const window = formatDuration(settings.rateWindow);
  const branches = components.flatMap(({ id, runs }) => {
    if (runs.as !== 'node-process') return [];
    const series =
      runs.cgroup === undefined
        ? `process_cpu_seconds_total{${kubeletSelector}}`
        : `container_cpu_usage_seconds_total{${cadvisorSelector}, id="${escapeString(runs.cgroup)}"}`;
    return [
      `max by (${clusterLabel}, node) (${renameNodeLabel(`rate(${series}[${window}])`, nodeLabel)})
* on (${clusterLabel}, node) group_left (component, version)
  cluster_node:plimsoll_node_component_info:latest{component="${escapeString(id)}"}`,
    ];
  });
  return branches.join('\nor\n') || noNodeProcess;
}

function renameNodeLabel(expression: string, nodeLabel: string): string {
  return nodeLabel === 'node' ? expression : `label_replace(${expression}, "node", "$1", "${nodeLabel}", "(.*)")`;
}
