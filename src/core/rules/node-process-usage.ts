import type { ComparedResource } from '../catalog/measurement.ts';
import type { Component, NodeProcess } from '../components/component.ts';
import { formatDuration } from '../text/duration.ts';
import { escapeString } from '../text/promql-escape.ts';
import type { RuleSettings } from './rule-settings.ts';

/**
 * PromQL for the usage of every catalogued process on a node, with its component and version: one branch for each
 * component, since a node that changes its role is two of them for a while, which a join over all would refuse.
 */
export function nodeProcessUsage(
  resource: ComparedResource,
  components: readonly Component[],
  settings: RuleSettings,
): string {
  const branches = components.flatMap(({ id, runs }) => {
    if (runs.as !== 'node-process') return [];
    const usage = renameNodeLabel(processSeries(resource, runs, settings), settings.nodeLabel);
    return [
      `max by (${settings.clusterLabel}, node) (${usage})
* on (${settings.clusterLabel}, node) group_left (component, version)
  cluster_node:plimsoll_node_component_info:latest{component="${escapeString(id)}"}`,
    ];
  });
  return branches.join('\nor\n') || noNodeProcess;
}

/** The cgroup that measures a process; `undefined` when the kubelet's own process metrics do. */
export function cgroupOf(
  { kubeletInside, cgroup }: NodeProcess,
  { nodeProcessSource }: Pick<RuleSettings, 'nodeProcessSource'>,
): string | undefined {
  return kubeletInside && nodeProcessSource === 'kubelet' ? undefined : cgroup;
}

const noNodeProcess = 'cluster_node:plimsoll_node_component_info:latest{component=""}';

function processSeries(resource: ComparedResource, runs: NodeProcess, settings: RuleSettings): string {
  const { kubeletSelector, cadvisorSelector } = settings;
  const cgroup = cgroupOf(runs, settings);
  const inCgroup = `${cadvisorSelector}, id="${escapeString(cgroup ?? '')}"`;
  if (resource === 'memory') {
    return cgroup === undefined
      ? `process_resident_memory_bytes{${kubeletSelector}}`
      : `container_memory_working_set_bytes{${inCgroup}}`;
  }
  const counter =
    cgroup === undefined
      ? `process_cpu_seconds_total{${kubeletSelector}}`
      : `container_cpu_usage_seconds_total{${inCgroup}}`;
  return `rate(${counter}[${formatDuration(settings.rateWindow)}])`;
}

function renameNodeLabel(expression: string, nodeLabel: string): string {
  return nodeLabel === 'node' ? expression : `label_replace(${expression}, "node", "$1", "${nodeLabel}", "(.*)")`;
}
