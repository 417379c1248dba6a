import type { KnownIssue } from '../catalog/known-issue.ts';
import { escapeString } from '../text/promql-escape.ts';
import { humanize } from './humanize.ts';
import type { MeasuredOn } from './measured-on.ts';

/**
 * Pieces of Go template for annotations, which Prometheus expands when an alert fires.
 *
 * They look up what the alert's own labels cannot hold: a label with the worst pod would make another alert of it with
 * every change.
 */
export interface AnnotationSnippets {
  readonly divergingInstances: string;
  readonly worstInstance: string;
  readonly expectedCores: string;
  readonly peersCores: string;
  readonly exposureNote: string;
}

export function annotationSnippets(
  issue: KnownIssue,
  on: MeasuredOn,
  divergingCpu: string,
  clusterLabel: string,
): AnnotationSnippets {
  const issueMatcher = `issue="${escapeString(issue.id)}"`;
  return {
    divergingInstances: divergingInstances(on),
    worstInstance: lookUp(
      `topk(1, ${selector(divergingCpu, issueMatcher, [...on.workloadLabels, 'component', 'version', 'source'])})`,
      [...on.workloadLabels, 'component', 'version', 'source'],
      `${placeOfInstance(on)} with {{ .Value | humanize }} cores`,
      'no longer above it',
    ),
    expectedCores: componentValue('cluster_component:plimsoll_expected_cpu_cores:max', issueMatcher, clusterLabel),
    peersCores: componentValue('cluster_component:plimsoll_peers_cpu_cores:p50', issueMatcher, clusterLabel),
    exposureNote: exposureNote(issue, on, issueMatcher, clusterLabel),
  };
}

/** An alert as a rule test foresees it. */
export interface ForeseenAlert {
  readonly labels: Readonly<Record<string, string>>;
  /** How many instances diverge. */
  readonly count: number;
  readonly worst: { readonly pod: string; readonly container: string; readonly node: string; readonly cores: number };
  readonly expectedCores: number;
  readonly allConditionsHold: boolean;
}

/** What the pieces become when the alert fires. */
export function foreseenSnippets(issue: KnownIssue, { noun }: MeasuredOn, alert: ForeseenAlert): AnnotationSnippets {
  const { labels, count, worst } = alert;
  const what = `(${labels['component']} ${labels['version']})`;
  const workload = `${labels['workload_kind']} ${labels['namespace']}/${labels['workload']}`;
  const inPod = `container ${worst.container} of pod ${worst.pod} on node ${worst.node}`;
  const expected = humanize(alert.expectedCores);
  return {
    divergingInstances:
      noun === 'node'
        ? `on node ${worst.node} ${what}`
        : `in ${count} ${noun}${count > 1 ? 's' : ''} of ${workload} ${what}`,
    worstInstance: `${noun === 'node' ? worst.node : inPod} with ${humanize(worst.cores)} cores`,
    expectedCores: expected,
    peersCores: expected,
    exposureNote:
      issue.conditions.length === 0 ? noConditions : `${needs(issue)} ${alert.allConditionsHold ? holds : notSeen}`,
  };
}

function divergingInstances({ noun }: MeasuredOn): string {
  const what = '({{ $labels.component }} {{ $labels.version }})';
  if (noun === 'node') return `on node {{ $labels.node }} ${what}`;
  const count = `{{ $value }} ${noun}{{ if gt $value 1.0 }}s{{ end }}`;
  return `in ${count} of {{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }} ${what}`;
}

function placeOfInstance({ noun }: MeasuredOn): string {
  if (noun === 'node') return '{{ .Labels.node }}';
  return 'container {{ .Labels.container }} of pod {{ .Labels.pod }} on node {{ .Labels.node }}';
}

function componentValue(recording: string, issueMatcher: string, clusterLabel: string): string {
  const labels = [clusterLabel, 'component'];
  return lookUp(selector(recording, issueMatcher, labels), labels, '{{ .Value | humanize }}', 'an unknown number of');
}

function exposureNote(issue: KnownIssue, on: MeasuredOn, issueMatcher: string, clusterLabel: string): string {
  if (issue.conditions.length === 0) return noConditions;
  const labels = [clusterLabel, 'component', 'version'];
  const unknown = formatQuery(selector(on.knownIssue, `${issueMatcher}, exposure="unknown"`, labels), labels);
  return `${escapeGo(needs(issue))} {{ if ${unknown} | query }}${notSeen}{{ else }}${holds}{{ end }}`;
}

const noConditions = 'The issue has no conditions besides the version.';
const notSeen = 'Not all of it can be seen from here.';
const holds = 'All of it holds here.';

function needs({ conditions }: KnownIssue): string {
  return `The issue needs: ${conditions.map(({ text }) => text).join('; ')}.`;
}

/** A vector selector in which each of the labels is a `%q` for its value. */
function selector(recording: string, matchers: string, labels: readonly string[]): string {
  return `${recording}{${[matchers, ...labels.map((label) => `${label}=%q`)].join(', ')}}`;
}

/** Shows the first series that `query` finds, or `otherwise`. */
function lookUp(query: string, labels: readonly string[], show: string, otherwise: string): string {
  return `{{ with ${formatQuery(query, labels)} | query }}{{ with first . }}${show}{{ end }}{{ else }}${otherwise}{{ end }}`;
}

/** Go's `%q` quotes a label's value as PromQL reads it. */
function formatQuery(query: string, labels: readonly string[]): string {
  return `printf "${escapeString(query)}" ${labels.map((label) => `$labels.${label}`).join(' ')}`;
}

function escapeGo(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
