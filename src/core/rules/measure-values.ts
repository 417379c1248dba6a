import { comparedResource, type KnownIssue } from '../catalog/known-issue.ts';
import { anyOf } from '../text/promql-escape.ts';
import { floorOf } from './divergence.ts';
import type { Measure } from './measured-on.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { MeasureValues } from './templates/placeholders.ts';

/** What the placeholders of one way of measuring stand for. `issues` are all that the catalog holds. */
export function measureValues(on: Measure, issues: readonly KnownIssue[], settings: RuleSettings): MeasureValues {
  const { words, recordings, resource } = on;
  const settled = `plimsoll_settled_${words.unit}`;
  const explaining = issues.filter((issue) => comparedResource(issue) === resource).map(({ id }) => id);
  // A process on a node has the names of a container's recordings with another word: they share the level.
  const level = `cluster_component_version:plimsoll_${on.noun}`;
  return {
    measure_slug: `${on.noun}-${resource}`,
    kind: on.noun,
    title: words.title,
    resource: words.name,
    unit: words.unit,
    instance_labels: on.instanceLabels.join(', '),
    identity_labels: on.identityLabels.join(', '),
    workload_labels: on.workloadLabels.join(', '),
    peer_labels: on.peerLabels.join(', '),
    usage: recordings.usage,
    median: recordings.median,
    healthy_median: `${level}_healthy_${words.unit}:p50`,
    history_median: recordings.history,
    known_issue: recordings.knownIssue,
    diverging: recordings.diverging,
    settled: `${level}_settled_${words.unit}:p50`,
    settled_peers: `${on.peersLevel}:${settled}:p50`,
    comparable: `${level}_comparable_${words.unit}:group`,
    replaced: `${level}_replaced_${words.unit}:p50`,
    first_peers: `${on.peersLevel}:plimsoll_first_${words.unit}:p50`,
    regressed: recordings.regressed,
    regression_floor: String(floorOf(resource, settings)),
    explaining_issues: anyOf(explaining) || 'none',
  };
}
