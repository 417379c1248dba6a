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
  evaluation_interval: { kind: 'promql', meaning: 'how often rules are evaluated' },
  rate_window: { kind: 'promql', meaning: 'the range of every rate' },
  memory: { kind: 'promql', meaning: 'how long identity and exposure outlast the exporter' },
  sustained: { kind: 'promql', meaning: 'how long one instance has to stay above what is expected' },
  sustained_samples: { kind: 'promql', meaning: 'how many samples make a whole window of that length' },
  for: { kind: 'promql', meaning: 'how long an alert is pending' },
  keep_firing_for: { kind: 'promql', meaning: 'how long an alert outlasts its cause' },
  history: { kind: 'promql', meaning: "how far back a version's own history goes" },
  warm_up_samples: { kind: 'promql', meaning: 'how many samples make a history' },
  lookback: { kind: 'promql', meaning: 'how far back a version that no longer runs is remembered' },
  quiet_memory: { kind: 'promql', meaning: 'how long a carried value outlasts a gap in evaluation' },
  exporter_for: { kind: 'promql', meaning: 'how long the exporter may be away' },
  exporter_for_seconds: { kind: 'promql', meaning: 'the same in seconds' },
  containers: { kind: 'regex', meaning: 'names of all containers that the catalog knows' },
  node_process_cpu: {
    kind: 'promql',
    meaning: 'CPU of every catalogued process on a node, with component and version',
  },
} as const satisfies Record<string, Placeholder>;

export const issuePlaceholders = {
  issue: { kind: 'text', meaning: "the issue's id" },
  issue_slug: { kind: 'text', meaning: "the issue's id in lower case, for names" },
  issue_summary: { kind: 'text', meaning: 'what happens, in one line' },
  issue_url: { kind: 'text', meaning: 'the upstream issue' },
  fix: { kind: 'text', meaning: 'fixed versions and workarounds' },
  component_names: { kind: 'text', meaning: 'the affected components, for people' },
  components: { kind: 'regex', meaning: 'ids of the affected components' },
  factor: { kind: 'promql', meaning: 'how many times the expected usage diverges' },
  floor: { kind: 'promql', meaning: 'the least usage that diverges' },
  onset_floor: { kind: 'promql', meaning: 'the least usage that diverges from an own quiet level' },
  instance_level: { kind: 'promql', meaning: 'first part of the names of recordings with one series an instance' },
  instance_labels: { kind: 'promql', meaning: 'the labels that tell instances apart' },
  identity_labels: { kind: 'promql', meaning: 'all labels that an instance has in recordings' },
  workload_labels: { kind: 'promql', meaning: 'the labels that one alert stands for' },
  usage_cpu: { kind: 'promql', meaning: 'the recording of CPU usage of each instance' },
  unaffected_history_cpu: {
    kind: 'promql',
    meaning: 'the CPU history of each component in versions without the issue, as far back as is looked',
  },
  known_issue: { kind: 'promql', meaning: 'the recording of exposure of each instance' },
  diverging_cpu: { kind: 'promql', meaning: 'the recording of instances whose CPU usage diverges' },
  quiet_cpu: { kind: 'promql', meaning: "the recording of each instance's own quiet level" },
  diverging_instances: { kind: 'go', meaning: 'in how many instances of what, as part of a sentence' },
  expected_cores: { kind: 'go', meaning: 'the expected usage of one instance' },
  peers_cores: { kind: 'go', meaning: "the median of an instance's peers" },
  worst_instance: { kind: 'go', meaning: 'the instance with the highest usage, and that usage' },
  exposure_note: { kind: 'go', meaning: 'whether every condition of the issue is known to hold' },
} as const satisfies Record<string, Placeholder>;

export type GeneralPlaceholder = keyof typeof generalPlaceholders;
export type IssuePlaceholder = keyof typeof issuePlaceholders;

export type GeneralValues = Readonly<Record<GeneralPlaceholder, string>>;
export type IssueValues = Readonly<Record<IssuePlaceholder, string>>;

/** The kind of a placeholder, or `undefined` when there is none of that name where it stands. */
export function kindOf(name: string, withIssue: boolean): PlaceholderKind | undefined {
  return Object.hasOwn(generalPlaceholders, name) || (withIssue && Object.hasOwn(issuePlaceholders, name))
    ? allPlaceholders[name]?.kind
    : undefined;
}

export function namesOf(withIssue: boolean): readonly string[] {
  return Object.keys(withIssue ? allPlaceholders : generalPlaceholders);
}

const allPlaceholders: Readonly<Record<string, Placeholder>> = { ...generalPlaceholders, ...issuePlaceholders };
