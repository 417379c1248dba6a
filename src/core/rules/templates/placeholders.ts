/**
 * Every placeholder that a template may hold, what it stands for, and where it may stand.
 *
 * - `promql`: a piece of PromQL, outside quotes in an expression, or in a name.
 * - `text`: a text, inside quotes in an expression, or in a label, annotation or name.
 * - `regex`: a regular expression (RE2), inside quotes in an expression.
 * - `go`: a piece of Go template, in an annotation.
 */
export type PlaceholderKind = 'promql' | 'text' | 'regex' | 'go';

interface Placeholder {
  readonly kind: PlaceholderKind;
  readonly meaning: string;
}

export const generalPlaceholders = {
  cluster: { kind: 'promql', meaning: 'the label that tells clusters apart' },
  plimsoll: { kind: 'promql', meaning: "matchers of the exporter's own series" },
  cadvisor: { kind: 'promql', meaning: "matchers of cAdvisor's series" },
  kube_state_metrics: { kind: 'promql', meaning: 'matchers of the series of kube-state-metrics' },
  rate_window: { kind: 'promql', meaning: 'the range of every rate' },
  memory: { kind: 'promql', meaning: 'how long identity and exposure outlast the exporter' },
  memory_seconds: { kind: 'promql', meaning: 'the same in seconds' },
  sustained: { kind: 'promql', meaning: 'how long one instance has to stay above what is expected' },
  sustained_samples: { kind: 'promql', meaning: 'how many samples make a whole window of that length' },
  for: { kind: 'promql', meaning: 'how long an alert is pending' },
  keep_firing_for: { kind: 'promql', meaning: 'how long an alert outlasts its cause' },
  history: { kind: 'promql', meaning: "how far back a version's own history goes" },
  warm_up_samples: { kind: 'promql', meaning: 'how many samples make a history' },
  lookback_seconds: { kind: 'promql', meaning: 'how far back a version that no longer runs is remembered, in seconds' },
  carry: { kind: 'promql', meaning: 'how long what is carried on of a version outlasts a gap in evaluation' },
  quiet_memory: { kind: 'promql', meaning: 'how long what is carried on of an instance outlasts a gap in evaluation' },
  growth_window: { kind: 'promql', meaning: 'over how long the slope of a leak is measured' },
  half_growth_window: { kind: 'promql', meaning: 'half of that' },
  growth_window_seconds: { kind: 'promql', meaning: 'the same in seconds' },
  growth_age: { kind: 'promql', meaning: 'how long an instance has to have run before a leak is judged' },
  growth_share: { kind: 'promql', meaning: 'least share of its usage by which an instance grows in the window' },
  growth_horizon: { kind: 'promql', meaning: 'a leak that reaches the limit within this time is urgent' },
  growth_horizon_seconds: { kind: 'promql', meaning: 'the same in seconds' },
  settle: { kind: 'promql', meaning: 'how long an instance has to have run before versions are compared' },
  regression_for: { kind: 'promql', meaning: 'how long a regression that no record explains has to last' },
  regression_factor: { kind: 'promql', meaning: 'how many times the usage of another version is a regression' },
  saturation: { kind: 'promql', meaning: 'share of its limit at which an instance saturates it' },
  exporter_for: { kind: 'promql', meaning: 'how long the exporter may be away' },
  exporter_for_seconds: { kind: 'promql', meaning: 'the same in seconds' },
  containers: { kind: 'regex', meaning: 'names of all containers that the catalog knows' },
  node_process_cpu: {
    kind: 'promql',
    meaning: 'CPU of every catalogued process on a node, with component and version',
  },
  node_process_memory: { kind: 'promql', meaning: 'memory of the same' },
} as const satisfies Record<string, Placeholder>;

export const measurePlaceholders = {
  measure_slug: { kind: 'text', meaning: 'the way of measuring, for names: `container-cpu`' },
  kind: { kind: 'text', meaning: 'what its instances are: `container` or `node`' },
  title: { kind: 'text', meaning: 'the resource, in names of alerts: `CPU`, `Memory`' },
  resource: { kind: 'text', meaning: 'the resource, in sentences' },
  unit: { kind: 'promql', meaning: 'the resource and its unit, in names of metrics: `cpu_cores`' },
  instance_labels: { kind: 'promql', meaning: 'the labels that tell instances apart' },
  identity_labels: { kind: 'promql', meaning: 'all labels that an instance has in recordings' },
  workload_labels: { kind: 'promql', meaning: 'the labels that one alert stands for' },
  peer_labels: { kind: 'promql', meaning: 'the labels of instances that do the same work' },
  usage: { kind: 'promql', meaning: 'the recording of usage of each instance' },
  median: { kind: 'promql', meaning: 'the recording of the median of the instances of each version' },
  healthy_median: { kind: 'promql', meaning: 'the same without instances that diverge' },
  history_median: { kind: 'promql', meaning: 'the recording of the history of that' },
  known_issue: { kind: 'promql', meaning: 'the recording of exposure of each instance' },
  diverging: { kind: 'promql', meaning: 'the recording of instances whose usage diverges' },
  settled: { kind: 'promql', meaning: 'the recording of the median of instances that have run for a while' },
  settled_peers: { kind: 'promql', meaning: 'the same for each workload' },
  comparable: { kind: 'promql', meaning: 'the recording of versions that have had such a median' },
  replaced: { kind: 'promql', meaning: 'the recording of what the version used that went last' },
  first_peers: { kind: 'promql', meaning: 'the recording of what the version uses that a workload ran first' },
  regressed: { kind: 'promql', meaning: 'the recording of how many times as much a version uses' },
  regression_floor: { kind: 'promql', meaning: 'the least usage that is a regression' },
  explaining_issues: { kind: 'regex', meaning: 'ids of the issues that explain a regression of the resource' },
} as const satisfies Record<string, Placeholder>;

export const issuePlaceholders = {
  issue: { kind: 'text', meaning: "the issue's id" },
  issue_slug: { kind: 'text', meaning: "the issue's id in lower case, for names" },
  issue_summary: { kind: 'text', meaning: 'what happens, in one line' },
  issue_url: { kind: 'text', meaning: 'the upstream issue' },
  runbook_url: { kind: 'text', meaning: "Plimsoll's page about the issue, or the upstream issue" },
  fix: { kind: 'text', meaning: 'fixed versions and workarounds' },
  component_names: { kind: 'text', meaning: 'the affected components, for people' },
  components: { kind: 'regex', meaning: 'ids of the components whose usage is judged' },
  candidates: {
    kind: 'promql',
    meaning: 'usage of each instance that may diverge: in a version with the issue, or of the victim',
  },
  factor: { kind: 'promql', meaning: 'how many times the expected usage diverges' },
  floor: { kind: 'promql', meaning: 'the least usage that diverges' },
  onset_floor: { kind: 'promql', meaning: 'the least usage that diverges from an own quiet level' },
  growth_floor: { kind: 'promql', meaning: 'the slowest growth that is a leak, in units a second' },
  judged_usage: { kind: 'promql', meaning: 'usage over the whole window, of instances without an override' },
  or_above_override: { kind: 'promql', meaning: 'an `or` with the instances above their override; empty without any' },
  unless_overridden: { kind: 'promql', meaning: 'an `unless` with what has an override; empty without any' },
  unless_waived: { kind: 'promql', meaning: 'an `unless` for each waiver of the issue; empty without any' },
  unaffected_history: {
    kind: 'promql',
    meaning: 'the history of each component in versions without the issue, as far back as is remembered',
  },
  catalog_expected: { kind: 'promql', meaning: "the catalog's figure, with the label source; no series without one" },
  expected: { kind: 'promql', meaning: 'the recording of what one instance should use' },
  saturating: { kind: 'promql', meaning: 'the recording of diverging instances that saturate their limit or node' },
  limit: { kind: 'promql', meaning: 'the limit of each instance' },
  limit_name: { kind: 'text', meaning: 'what sets it: `limit`, or `node` for a process on a node' },
  node_limit: { kind: 'promql', meaning: 'what each node can allocate' },
  quiet: { kind: 'promql', meaning: "the recording of each instance's own quiet level" },
  peers: { kind: 'promql', meaning: "the recording of the median of an instance's peers" },
  slope: { kind: 'promql', meaning: 'the recording of how fast an instance grows' },
  time_to_limit: { kind: 'promql', meaning: 'the recording of how long that takes to its limit, in seconds' },
  unburdened: { kind: 'promql', meaning: 'the recording of what the victim uses without the issue' },
  victim: { kind: 'text', meaning: 'id of the component that pays' },
  victim_name: { kind: 'text', meaning: 'the component that pays, for people' },
  culprit_known_issue: { kind: 'promql', meaning: 'the recording of exposure of the affected components' },
  culprit_versions: { kind: 'go', meaning: 'the affected components and versions that run' },
  exposed_identity: { kind: 'promql', meaning: 'the recording of who runs an affected component' },
  exposed_instance_labels: { kind: 'promql', meaning: 'the labels that tell its instances apart' },
  exposed_labels: { kind: 'promql', meaning: 'the labels that one alert about them stands for' },
  exposed_components: { kind: 'regex', meaning: 'ids of the affected components' },
  unless_exposed_waived: { kind: 'promql', meaning: 'an `unless` for each waiver, for them' },
  diverging_instances: { kind: 'go', meaning: 'in how many instances of what, as part of a sentence' },
  expected_value: { kind: 'go', meaning: 'the expected usage of one instance, with its unit' },
  peers_value: { kind: 'go', meaning: "the median of an instance's peers, with its unit" },
  worst_instance: { kind: 'go', meaning: 'the instance with the highest usage, and that usage' },
  fastest_instance: { kind: 'go', meaning: 'the instance that grows fastest, and how fast' },
  time_left: { kind: 'go', meaning: 'how long it takes until the first instance reaches its limit' },
  exposure_note: { kind: 'go', meaning: 'whether every condition of the issue is known to hold' },
} as const satisfies Record<string, Placeholder>;

/** In templates that read kube-state-metrics instead of the exporter. */
export const inventoryPlaceholders = {
  images: { kind: 'regex', meaning: 'image references that may be of a component' },
  image_grammar: { kind: 'regex', meaning: 'what is an image reference at all' },
  node_version_labels: {
    kind: 'promql',
    meaning: 'nodes with the versions of kubelet, kernel and runtime in a shape that compares',
  },
  node_labels: { kind: 'promql', meaning: 'the labels of nodes that conditions look at' },
  node_annotations: { kind: 'promql', meaning: 'the annotations of nodes that conditions look at' },
  pod_labels: { kind: 'promql', meaning: 'the labels of tracked pods that conditions look at' },
  pod_annotations: { kind: 'promql', meaning: 'the annotations of tracked pods that conditions look at' },
} as const satisfies Record<string, Placeholder>;

/** In templates of one component. */
export const componentPlaceholders = {
  component: { kind: 'text', meaning: "the component's id" },
  component_versions: { kind: 'promql', meaning: 'its version in each image, or on each node, that runs it' },
} as const satisfies Record<string, Placeholder>;

/** In the template of exposure, besides those of an issue. */
export const exposurePlaceholders = {
  version_in_range: { kind: 'promql', meaning: 'the recording of instances whose version may be affected' },
  conditions_hold: { kind: 'promql', meaning: "the recording of the conditions' answer for each of those" },
  versions_in_range: { kind: 'promql', meaning: 'instances of affected versions' },
  condition_answers: { kind: 'promql', meaning: 'those of which all conditions hold, or one does not' },
} as const satisfies Record<string, Placeholder>;

export type GeneralValues = Readonly<Record<keyof typeof generalPlaceholders, string>>;
export type MeasureValues = Readonly<Record<keyof typeof measurePlaceholders, string>>;
export type IssueValues = Readonly<Record<keyof typeof issuePlaceholders, string>>;
export type InventoryValues = Readonly<Record<keyof typeof inventoryPlaceholders, string>>;
export type ComponentValues = Readonly<Record<keyof typeof componentPlaceholders, string>>;
export type ExposureValues = Readonly<Record<keyof typeof exposurePlaceholders, string>>;

/** What a template is written for, and so which placeholders it has. */
export type TemplateSubject = 'general' | 'inventory' | 'component' | 'measure' | 'issue' | 'exposure';

const placeholdersOf: Readonly<Record<TemplateSubject, Readonly<Record<string, Placeholder>>>> = {
  general: generalPlaceholders,
  inventory: { ...generalPlaceholders, ...inventoryPlaceholders },
  component: { ...generalPlaceholders, ...componentPlaceholders },
  measure: { ...generalPlaceholders, ...measurePlaceholders },
  issue: { ...generalPlaceholders, ...measurePlaceholders, ...issuePlaceholders },
  exposure: { ...generalPlaceholders, ...measurePlaceholders, ...issuePlaceholders, ...exposurePlaceholders },
};

/** The kind of a placeholder, or `undefined` when there is none of that name where it stands. */
export function kindOf(name: string, subject: TemplateSubject): PlaceholderKind | undefined {
  return Object.hasOwn(placeholdersOf[subject], name) ? placeholdersOf[subject][name]?.kind : undefined;
}

export function namesOf(subject: TemplateSubject): readonly string[] {
  return Object.keys(placeholdersOf[subject]);
}
