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
    help: 'A known issue with at least one instance of an affected version, and what the rules judge its usage by: figure (of the record), history (versions without the issue, here), peers, own_past, trend, unburdened (a victim without the issue) or nothing (no rule can).',
    labels: ['issue', 'component', 'resource', 'severity', 'fixed_version', 'judged_by'],
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
  discoveryCollections: {
    name: 'plimsoll_discovery_collections',
    type: 'gauge',
    help: 'Collections of a resource that are followed: one in each namespace that matters, or one of all.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryUnreadable: {
    name: 'plimsoll_discovery_unreadable_collections',
    type: 'gauge',
    help: 'Collections of a resource that cannot be read now; what was known of them stands.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryLastProgress: {
    name: 'plimsoll_discovery_last_progress_timestamp_seconds',
    type: 'gauge',
    help: 'When the collection of a resource that was heard of least recently last told something, in unix seconds; 0 before.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryObjects: {
    name: 'plimsoll_discovery_objects',
    type: 'gauge',
    help: 'Objects of a resource that are kept in memory.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryObjectsRead: {
    name: 'plimsoll_discovery_objects_read_total',
    type: 'counter',
    help: 'Objects of a resource that lists and watches brought, kept or not.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryReadBytes: {
    name: 'plimsoll_discovery_read_bytes_total',
    type: 'counter',
    help: 'Bytes that were read of a resource, as they came over the wire.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryLists: {
    name: 'plimsoll_discovery_lists_total',
    type: 'counter',
    help: 'Lists of a resource that were asked for.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryWatches: {
    name: 'plimsoll_discovery_watches_total',
    type: 'counter',
    help: 'Watches of a resource that the server opened.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryRestarts: {
    name: 'plimsoll_discovery_restarts_total',
    type: 'counter',
    help: 'Lists of what was followed before, because the place in it was lost.',
    labels: ['resource'],
    stability: 'stable',
  },
  discoveryEvents: {
    name: 'plimsoll_discovery_events_total',
    type: 'counter',
    help: 'Changes of a resource that watches brought.',
    labels: ['resource'],
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
