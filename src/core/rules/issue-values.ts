import { type Affected, describeFixed, fixedVersions, type KnownIssue } from '../catalog/known-issue.ts';
import { firstFigure } from '../catalog/measurement.ts';
import { formatDuration } from '../text/duration.ts';
import { anyOf, escapeRegex, escapeString } from '../text/promql-escape.ts';
import { alternation } from '../versions/number-pattern.ts';
import { rangePattern } from '../versions/range-pattern.ts';
import { type AnnotationSnippets, annotationSnippets } from './annotation-snippets.ts';
import type { RuledIssue } from './choose-issues.ts';
import { divergenceOf, growthFloorOf, onsetFloorOf } from './divergence.ts';
import { containersOf } from './general-values.ts';
import type { Measure } from './measured-on.ts';
import { judgedUsage, orAboveOverride, unlessOverridden } from './overrides.ts';
import type { RuleSettings } from './rule-settings.ts';
import { runbookPage } from './runbook-url.ts';
import type { IssueValues } from './templates/placeholders.ts';
import { unlessWaived } from './waivers.ts';

/** What the placeholders of one issue stand for. */
export function issueValues(ruled: RuledIssue, settings: RuleSettings): IssueValues {
  const { issue, affected, on, exposedOn, judged } = ruled;
  const { factor, floor } = divergenceOf(issue, on.resource, settings);
  const { recordings } = on;
  const ids = judged.map(({ id }) => id);
  const candidates = candidatesOf(ruled);
  return {
    issue: issue.id,
    issue_slug: issue.id.toLowerCase(),
    issue_summary: issue.summary,
    issue_url: issue.references[0].url,
    runbook_url: runbookUrl(issue, settings),
    fix: describeFix(issue, affected),
    component_names: affected.map(({ component }) => component.name).join(' or '),
    components: anyOf(ids),
    factor: String(factor),
    floor: String(floor),
    onset_floor: String(onsetFloorOf(issue, on.resource, settings)),
    growth_floor: String(Number(growthFloorOf(issue, on.resource, settings).toPrecision(6))),
    candidates,
    judged_usage: judgedUsage(on, ids, candidates, settings),
    or_above_override: orAboveOverride(on, ids, candidates, factor, floor, settings),
    unless_overridden: unlessOverridden(on, ids, settings),
    unless_waived: unlessWaived(issue.id, on, ids, settings),
    unaffected_history: unaffectedHistory(affected, on),
    catalog_expected: catalogExpected(ruled, settings),
    expected: recordings.expected,
    saturating: recordings.saturating,
    limit: limitOf(ruled, settings),
    limit_name: on.runs === 'container' ? 'limit' : 'node',
    node_limit: nodeLimit(on, settings),
    quiet: recordings.quiet,
    peers: recordings.peers,
    slope: recordings.slope,
    time_to_limit: recordings.timeToLimit,
    unburdened: recordings.unburdened,
    victim: issue.victim?.id ?? '',
    victim_name: issue.victim?.name ?? '',
    culprit_known_issue: exposedOn.recordings.knownIssue,
    exposed_identity: exposedOn.recordings.identity,
    exposed_instance_labels: exposedOn.instanceLabels.join(', '),
    exposed_labels: exposedOn.workloadLabels.join(', '),
    exposed_components: anyOf(affected.map(({ component }) => component.id)),
    unless_exposed_waived: unlessWaived(
      issue.id,
      exposedOn,
      affected.map(({ component }) => component.id),
      settings,
    ),
    ...snippetValues(annotationSnippets(ruled, settings)),
  };
}

/** The placeholders that stand for pieces of annotations. */
export function snippetValues(snippets: AnnotationSnippets) {
  return {
    culprit_versions: snippets.culpritVersions,
    diverging_instances: snippets.divergingInstances,
    expected_value: snippets.expectedValue,
    peers_value: snippets.peersValue,
    worst_instance: snippets.worstInstance,
    fastest_instance: snippets.fastestInstance,
    time_left: snippets.timeLeft,
    exposure_note: snippets.exposureNote,
  } as const satisfies Partial<IssueValues>;
}

function runbookUrl(issue: KnownIssue, { runbookBaseUrl }: RuleSettings): string {
  return runbookBaseUrl === undefined ? issue.references[0].url : runbookPage(runbookBaseUrl, issue.id);
}

/** Each component has its own affected versions: what is bad of one is good of another. */
function unaffectedHistory(affected: readonly Affected[], { recordings }: Measure): string {
  const byVersions = Map.groupBy(affected, (entry) => alternation(versionPatterns(entry)));
  return [...byVersions]
    .map(([versions, entries]) => {
      const components = anyOf(entries.map(({ component }) => component.id));
      return `${recordings.history}{component=~"${components}", version!~"${escapeString(versions)}"}`;
    })
    .join(' or ');
}

/**
 * Usage of the instances that may diverge. Exposure tells exactly which versions have the issue; naming them here as well
 * keeps Prometheus from reading hours of what all the others used.
 */
function candidatesOf({ issue, affected, judged, on }: RuledIssue): string {
  const components = `component=~"${escapeString(anyOf(judged.map(({ id }) => id)))}"`;
  if (issue.victim) return `${on.recordings.usage}{${components}}`;
  const versions = alternation([...new Set(affected.flatMap(versionPatterns))]);
  return `${on.recordings.usage}{${components}, version=~"${escapeString(versions)}"}`;
}

function versionPatterns({ component, ranges, versions }: Affected): readonly string[] {
  return [
    ...ranges.flatMap((range) => rangePattern(range, component.scheme) ?? []),
    ...versions.map(({ text }) => escapeRegex(text)),
  ];
}

/**
 * The catalog's figure: as the exporter says it, or as a constant where there is no exporter, or where it does not speak of
 * the component.
 */
function catalogExpected({ issue, on, judged }: RuledIssue, settings: RuleSettings): string {
  const { clusterLabel, plimsollSelector, memory, inventoryFrom } = settings;
  const { expectedMetric, recordings } = on;
  if (inventoryFrom === 'exporter' && !issue.victim) {
    const series = `${expectedMetric}{${plimsollSelector}, issue="${escapeString(issue.id)}", source="catalog"}`;
    return `max by (${clusterLabel}, component, source) (\n  max_over_time(${series}[${formatDuration(memory)}])\n)`;
  }
  const constants = judged.flatMap(({ id }) => {
    const figure = firstFigure(on.resource, id, issue.expected, 'highest');
    if (!figure) return [];
    const runs = `group by (${clusterLabel}, component) (${recordings.identity}{component="${escapeString(id)}"})`;
    return [`label_replace(0 * ${runs} + ${figure.value}, "source", "catalog", "", "")`];
  });
  return constants.join('\nor\n') || nothing(recordings.identity);
}

/** A selector that never finds anything. */
function nothing(recording: string): string {
  return `${recording}{component=""}`;
}

function limitOf({ on, judged }: RuledIssue, settings: RuleSettings): string {
  if (on.runs === 'node-process') return nodeLimit(on, settings);
  const { kubeStateMetricsSelector: selector } = settings;
  const matchers = `${selector}, resource="${on.words.kubernetesName}", container=~"${containersOf(judged)}"`;
  return `min by (${on.instanceLabels.join(', ')}) (kube_pod_container_resource_limits{${matchers}})`;
}

function nodeLimit({ words }: Measure, { clusterLabel, kubeStateMetricsSelector: selector }: RuleSettings): string {
  return `min by (${clusterLabel}, node) (kube_node_status_allocatable{${selector}, resource="${words.kubernetesName}"})`;
}

function describeFix(issue: KnownIssue, affected: readonly Affected[]): string {
  const fixes = affected.map(({ component }) => {
    const versions = fixedVersions(issue, component.id).map(({ version, edition }) =>
      describeFixed(version.text, edition),
    );
    const fixed = versions.length === 0 ? 'no fixed release is known' : `fixed in ${versions.join(', ')}`;
    return affected.length === 1 ? fixed : `${component.name}: ${fixed}`;
  });
  const sentence = fixes.join('; ');
  const workarounds = issue.workarounds.map((text) => text.replace(/\.$/, '')).join('; ');
  const restart = issue.restartHelps === true ? ' A restart helps for a while.' : '';
  const meanwhile = workarounds === '' ? '' : ` Until then: ${workarounds}.`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.${meanwhile}${restart}`;
}
