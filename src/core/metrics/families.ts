export interface MetricFamily {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly labels: readonly string[];
  readonly stability: 'stable' | 'experimental';
}

/** Every metric of Plimsoll's own. The reference in docs/metrics.md is generated from this table. */
export const families = {
  componentInfo: {
    name: 'plimsoll_component_info',
    type: 'gauge',
    help: 'A container that runs a catalogued component. The version is empty when it cannot be read.',
    labels: ['namespace', 'workload_kind', 'workload', 'pod', 'container', 'node', 'component', 'version'],
    stability: 'stable',
  },
  nodeComponentInfo: {
    name: 'plimsoll_node_component_info',
    type: 'gauge',
    help: 'A catalogued component that runs as a process on a node, outside any pod.',
    labels: ['node', 'component', 'version'],
    stability: 'stable',
  },
  componentInstances: {
    name: 'plimsoll_component_instances',
    type: 'gauge',
    help: 'Instances of a component, by version.',
    labels: ['component', 'version'],
    stability: 'stable',
  },
  knownIssue: {
    name: 'plimsoll_known_issue',
    type: 'gauge',
    help: 'An instance whose version is affected by a known issue, and whether the issue can show there: exposed, unknown (a condition cannot be seen), unconfirmed (nobody has seen this version affected) or not_exposed.',
    labels: ['namespace', 'pod', 'container', 'node', 'component', 'version', 'issue', 'exposure'],
    stability: 'stable',
  },
  knownIssueUnknownInstances: {
    name: 'plimsoll_known_issue_unknown_instances',
    type: 'gauge',
    help: 'Instances of an affected version for which a condition of the known issue cannot be seen; the reason is the kind of condition.',
    labels: ['component', 'version', 'issue', 'reason'],
    stability: 'stable',
  },
  knownIssueInfo: {
    name: 'plimsoll_known_issue_info',
    type: 'gauge',
    help: 'A known issue with at least one instance of an affected version.',
    labels: ['issue', 'component', 'resource', 'severity', 'fixed_version'],
    stability: 'stable',
  },
  expectedCpuCores: {
    name: 'plimsoll_expected_cpu_cores',
    type: 'gauge',
    help: 'CPU that one instance should use, in cores, where a source gives a number.',
    labels: ['component', 'version', 'issue', 'source'],
    stability: 'stable',
  },
  expectedMemoryBytes: {
    name: 'plimsoll_expected_memory_bytes',
    type: 'gauge',
    help: 'Memory that one instance should use, in bytes, where a source gives a number.',
    labels: ['component', 'version', 'issue', 'source'],
    stability: 'stable',
  },
  unresolvedInstances: {
    name: 'plimsoll_unresolved_instances',
    type: 'gauge',
    help: 'Instances whose version cannot be read, so that they were not matched with known issues.',
    labels: ['component', 'reason'],
    stability: 'stable',
  },
  catalogInfo: {
    name: 'plimsoll_catalog_info',
    type: 'gauge',
    help: 'The catalog that instances are matched with, and the ids of records that a catalog of your own replaced.',
    labels: ['version', 'digest', 'built_in', 'overridden'],
    stability: 'stable',
  },
  buildInfo: {
    name: 'plimsoll_build_info',
    type: 'gauge',
    help: 'The running build of Plimsoll.',
    labels: ['version', 'node_version'],
    stability: 'stable',
  },
  discoveryLastSuccess: {
    name: 'plimsoll_discovery_last_success_timestamp_seconds',
    type: 'gauge',
    help: 'When the source last confirmed what is known of the cluster, in unix seconds; 0 before the first complete discovery.',
    labels: [],
    stability: 'stable',
  },
  discoveryErrors: {
    name: 'plimsoll_discovery_errors_total',
    type: 'counter',
    help: 'Failures to read from the source of the inventory.',
    labels: ['resource', 'reason'],
    stability: 'stable',
  },
  discoveryDuration: {
    name: 'plimsoll_discovery_duration_seconds',
    type: 'gauge',
    help: 'How long the last rebuild of the inventory and its matching took.',
    labels: [],
    stability: 'experimental',
  },
} as const satisfies Record<string, MetricFamily>;
