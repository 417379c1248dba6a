import type { KnownIssue } from '../catalog/known-issue.ts';
import { anyOf, escapeString } from '../text/promql-escape.ts';
import type { RuledIssue } from './choose-issues.ts';
import { type ForeseenAlert, humanValue } from './foreseen-alert.ts';
import type { Measure } from './measured-on.ts';
import type { RuleSettings } from './rule-settings.ts';

/**
 * Pieces of Go template for annotations, which Prometheus expands when an alert fires.
 *
 * They look up what the alert's own labels cannot hold: a label with the worst pod would make another alert of it with
 * every change.
 */
export interface AnnotationSnippets {
  readonly culpritVersions: string;
  readonly divergingInstances: string;
  readonly worstInstance: string;
  readonly fastestInstance: string;
  readonly timeLeft: string;
  readonly expectedValue: string;
  readonly peersValue: string;
  readonly exposureNote: string;
}

export function annotationSnippets(ruled: RuledIssue, { clusterLabel }: RuleSettings): AnnotationSnippets {
  const { issue, on, exposedOn } = ruled;
  const { recordings, words, workloadLabels } = on;
  const issueMatcher = `issue="${escapeString(issue.id)}"`;
  const alertLabels = [...workloadLabels, 'component', 'version', 'source'];
  const ofComponent = [clusterLabel, 'component'];
  const value = `{{ .Value | ${words.humanize} }}${words.humanUnit}`;
  const ofAlert = (recording: string) => selector(recording, issueMatcher, alertLabels);
  return {
    culpritVersions: culpritVersions(ruled, issueMatcher, clusterLabel),
    divergingInstances: divergingInstances(on),
    worstInstance: lookUp(
      `topk(1, ${ofAlert(recordings.diverging)})`,
      alertLabels,
      `${placeOfInstance(on)} with ${value}`,
      'no longer above it',
    ),
    fastestInstance: lookUp(
      `topk(1, 3600 * ${ofAlert(recordings.slope)})`,
      alertLabels,
      `${placeOfInstance(on)} with ${value} an hour`,
      'growing no longer',
    ),
    timeLeft: lookUp(
      `min(${ofAlert(recordings.timeToLimit)})`,
      alertLabels,
      '{{ .Value | humanizeDuration }}',
      'a time that nobody can tell, since neither a limit nor the size of the node is known',
    ),
    expectedValue: lookUp(
      selector(recordings.expected, issueMatcher, ofComponent),
      ofComponent,
      value,
      `${words.name} that it should use`,
    ),
    peersValue: lookUp(selector(recordings.peers, issueMatcher, ofComponent), ofComponent, value, words.name),
    exposureNote: exposureNote(
      issue,
      exposedOn,
      issueMatcher,
      issue.victim ? [clusterLabel] : [clusterLabel, 'component', 'version'],
    ),
  };
}

/** What the pieces become when the alert fires. */
export function foreseenSnippets({ issue, on, affected }: RuledIssue, alert: ForeseenAlert): AnnotationSnippets {
  const { labels, count, worst } = alert;
  const what = `(${labels['component']} ${labels['version']})`;
  const workload = `${labels['workload_kind']} ${labels['namespace']}/${labels['workload']}`;
  const inPod = `container ${worst.container} of pod ${worst.pod} on node ${worst.node}`;
  const place = on.noun === 'node' ? worst.node : inPod;
  const expected = humanValue(alert.expected, on.words);
  return {
    culpritVersions: `${affected[0]?.component.id} ${alert.culpritVersion}`,
    divergingInstances:
      on.noun === 'node'
        ? `on node ${worst.node} ${what}`
        : `in ${count} ${on.noun}${count > 1 ? 's' : ''} of ${workload} ${what}`,
    worstInstance: `${place} with ${humanValue(worst.usage, on.words)}`,
    fastestInstance: `${place} with ${humanValue(alert.growth, on.words)} an hour`,
    timeLeft: alert.timeLeft,
    expectedValue: expected,
    peersValue: expected,
    exposureNote:
      issue.conditions.length === 0 ? noConditions : `${needs(issue)} ${alert.allConditionsHold ? holds : notSeen}`,
  };
}

function divergingInstances({ noun }: Measure): string {
  const what = '({{ $labels.component }} {{ $labels.version }})';
  if (noun === 'node') return `on node {{ $labels.node }} ${what}`;
  const count = `{{ $value }} ${noun}{{ if gt $value 1.0 }}s{{ end }}`;
  return `in ${count} of {{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }} ${what}`;
}

function placeOfInstance({ noun }: Measure): string {
  if (noun === 'node') return '{{ .Labels.node }}';
  return 'container {{ .Labels.container }} of pod {{ .Labels.pod }} on node {{ .Labels.node }}';
}

/** Of a victim's alert, which cannot say it in its own labels. */
function culpritVersions({ affected, exposedOn }: RuledIssue, issueMatcher: string, clusterLabel: string): string {
  const components = `component=~"${escapeString(anyOf(affected.map(({ component }) => component.id)))}"`;
  const exposed = selector(
    exposedOn.recordings.knownIssue,
    `${issueMatcher}, ${components}, exposure=~"exposed|unknown"`,
    [clusterLabel],
  );
  const query = formatQuery(`group by (component, version) (${exposed})`, [clusterLabel]);
  return `{{ range $index, $culprit := ${query} | query | sortByLabel "version" }}{{ if $index }}, {{ end }}{{ .Labels.component }} {{ .Labels.version }}{{ end }}`;
}

function exposureNote(issue: KnownIssue, on: Measure, issueMatcher: string, labels: readonly string[]): string {
  if (issue.conditions.length === 0) return noConditions;
  const unknown = formatQuery(
    selector(on.recordings.knownIssue, `${issueMatcher}, exposure="unknown"`, labels),
    labels,
  );
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
