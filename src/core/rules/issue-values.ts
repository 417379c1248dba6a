import { type Affected, describeFixed, fixedVersions, type KnownIssue } from '../catalog/known-issue.ts';
import { formatDuration } from '../text/duration.ts';
import { anyOf, escapeRegex, escapeString } from '../text/promql-escape.ts';
import { alternation } from '../versions/number-pattern.ts';
import { rangePattern } from '../versions/range-pattern.ts';
import { type AnnotationSnippets, annotationSnippets } from './annotation-snippets.ts';
import { divergenceOf, onsetFloorOf } from './divergence.ts';
import type { MeasuredOn } from './measured-on.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { IssueValues } from './templates/placeholders.ts';

/** What the placeholders of one issue stand for. `affected` are its components that are measured in the way of `on`. */
export function issueValues(
  issue: KnownIssue,
  affected: readonly Affected[],
  on: MeasuredOn,
  settings: RuleSettings,
): IssueValues {
  const { factor, floor } = divergenceOf(issue);
  const divergingCpu = `${on.instanceLevel}:plimsoll_diverging_cpu_cores:min${formatDuration(settings.sustained)}`;
  const snippets = annotationSnippets(issue, on, divergingCpu, settings.clusterLabel);
  return {
    issue: issue.id,
    issue_slug: issue.id.toLowerCase(),
    issue_summary: issue.summary,
    issue_url: issue.references[0].url,
    fix: describeFix(issue, affected),
    component_names: affected.map(({ component }) => component.name).join(' or '),
    components: anyOf(affected.map(({ component }) => component.id)),
    factor: String(factor),
    floor: String(floor),
    onset_floor: String(onsetFloorOf(issue)),
    instance_level: on.instanceLevel,
    instance_labels: on.instanceLabels.join(', '),
    identity_labels: on.identityLabels.join(', '),
    workload_labels: on.workloadLabels.join(', '),
    usage_cpu: on.usageCpu,
    unaffected_history_cpu: unaffectedHistory(affected, on, settings),
    known_issue: on.knownIssue,
    diverging_cpu: divergingCpu,
    quiet_cpu: `${on.instanceLevel}:plimsoll_quiet_cpu_cores:min`,
    ...snippetValues(snippets),
  };
}

/** The placeholders that stand for pieces of annotations. */
export function snippetValues(snippets: AnnotationSnippets) {
  return {
    diverging_instances: snippets.divergingInstances,
    expected_cores: snippets.expectedCores,
    peers_cores: snippets.peersCores,
    worst_instance: snippets.worstInstance,
    exposure_note: snippets.exposureNote,
  } as const satisfies Partial<IssueValues>;
}

/** Ranges that no regular expression describes, for a message; empty when the issue can be written as rules. */
export function uncompiledRanges(issue: KnownIssue): readonly string[] {
  return issue.affected.flatMap(({ component, ranges }) =>
    ranges.flatMap((range) =>
      rangePattern(range, component.scheme) === undefined
        ? [`${component.id} ${range.introduced?.text ?? '0'} to ${range.upper?.version.text ?? 'now'}`]
        : [],
    ),
  );
}

/** Each component has its own affected versions: what is bad of one is good of another. */
function unaffectedHistory(affected: readonly Affected[], { historyCpu }: MeasuredOn, settings: RuleSettings): string {
  const byVersions = Map.groupBy(affected, (entry) => alternation(versionPatterns(entry)));
  return [...byVersions]
    .map(([versions, entries]) => {
      const components = anyOf(entries.map(({ component }) => component.id));
      const matchers = `component=~"${components}", version!~"${escapeString(versions)}"`;
      return `last_over_time(${historyCpu}{${matchers}}[${formatDuration(settings.lookback)}])`;
    })
    .join(' or ');
}

function versionPatterns({ component, ranges, versions }: Affected): readonly string[] {
  return [
    ...ranges.flatMap((range) => rangePattern(range, component.scheme) ?? []),
    ...versions.map(({ text }) => escapeRegex(text)),
  ];
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
