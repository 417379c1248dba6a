import type { DiscoveryCounts, DiscoveryResource, ResourceStatus } from '../../app/discovery.ts';
import type { Counts } from './counts.ts';
import type { Followed } from './followed.ts';

/** What was asked of each resource and what came of it; the counts outlive the reflectors of single namespaces. */
export interface Statistics {
  readonly of: (resource: DiscoveryResource) => Counts;
  /** With the state of the collections that are followed now. */
  readonly status: (followed: readonly Followed<unknown>[]) => readonly ResourceStatus[];
}

const none: DiscoveryCounts = { lists: 0, watches: 0, restarts: 0, events: 0, objects: 0, bytes: 0 };

export function createStatistics(resources: readonly DiscoveryResource[]): Statistics {
  const counts = new Map<DiscoveryResource, Counts>(resources.map((resource) => [resource, { ...none }]));
  return {
    of: (resource) => counts.get(resource) ?? { ...none },
    status: (followed) =>
      [...counts].map(([resource, counted]) => ({
        resource,
        ...counted,
        ...stateOf(followed.filter((each) => each.resource === resource)),
      })),
  };
}

function stateOf(followed: readonly Followed<unknown>[]): Omit<ResourceStatus, 'resource' | keyof DiscoveryCounts> {
  const heard = followed.flatMap(({ lastProgress }) => lastProgress() ?? []);
  return {
    collections: followed.length,
    unreadable: followed.filter(({ state }) => state() !== 'following').length,
    lastProgress: heard.length === 0 ? undefined : Math.min(...heard),
    kept: followed.reduce((sum, { objects }) => sum + (objects()?.size ?? 0), 0),
  };
}
