import type { ComparedResource } from '../catalog/measurement.ts';
import { type MeasureRecordings, measuredOn } from '../rules/measured-on.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';

/** The recordings that dashboards read: rules-templates/ and src/core/rules make them. */
export interface RecordedNames {
  readonly identity: ByPlace;
  readonly knownIssue: ByPlace;
  readonly cpu: ResourceNames;
  readonly memory: ResourceNames;
  readonly unjudged: string;
  readonly waiverExpiry: string;
}

/** One name for containers, and one for processes on nodes. */
export interface ByPlace {
  readonly container: string;
  readonly node: string;
}

export interface ResourceNames {
  readonly usage: ByPlace;
  /** Of all instances of a version. */
  readonly median: ByPlace;
  readonly expected: string;
  /** The median of an instance's peers, for issues that show on one of many. */
  readonly peers: string;
  readonly diverging: ByPlace;
  /** Of those that diverge, the ones that take all that their limit or their node has. */
  readonly saturating: ByPlace;
  /** Of leaks, in cores or bytes a second. */
  readonly slope: ByPlace;
  readonly timeToLimit: ByPlace;
  /** What the owner of the installation says that instances should use. */
  readonly overridden: ByPlace;
  /** Of a version without a known issue, how many times as much it uses as another one. */
  readonly regressed: ByPlace;
}

export function recordedNames(settings: RuleSettings): RecordedNames {
  const both = (resource: ComparedResource, name: keyof MeasureRecordings): ByPlace => ({
    container: measuredOn('container', resource, settings).recordings[name],
    node: measuredOn('node-process', resource, settings).recordings[name],
  });
  const ofResource = (resource: ComparedResource): ResourceNames => ({
    usage: both(resource, 'usage'),
    median: both(resource, 'median'),
    // Both places have the same: they are of whole components.
    expected: both(resource, 'expected').container,
    peers: both(resource, 'peers').container,
    diverging: both(resource, 'diverging'),
    saturating: both(resource, 'saturating'),
    slope: both(resource, 'slope'),
    timeToLimit: both(resource, 'timeToLimit'),
    overridden: both(resource, 'overridden'),
    regressed: both(resource, 'regressed'),
  });
  return {
    identity: both('cpu', 'identity'),
    knownIssue: both('cpu', 'knownIssue'),
    cpu: ofResource('cpu'),
    memory: ofResource('memory'),
    unjudged: 'cluster_component_version:plimsoll_known_issue_unjudged:count',
    waiverExpiry: 'plimsoll_waiver_expiry_timestamp_seconds',
  };
}
