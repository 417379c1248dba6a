import { type Discovery, discoveryResources } from '../../app/discovery.ts';
import type { WantedFacts } from '../../core/catalog/catalog.ts';
import { type ClusterDeps, type FollowedCluster, followCluster } from './follow-cluster.ts';
import { readOnce } from './read-once.ts';
import { createStatistics } from './statistics.ts';
import { watchedResources } from './watched-resources.ts';

export interface KubernetesDiscoveryDeps extends Omit<ClusterDeps, 'resources' | 'statistics'> {
  readonly wanted: WantedFacts;
  /** What one read cannot see although its inventory is complete without it; a sentence. */
  readonly onUnseen: (message: string) => void;
}

/** All others are read of other sources. */
const ofClusters = discoveryResources.filter((resource) => resource !== 'file' && resource !== 'prometheus');

/** Discovery from one API server. */
export function createKubernetesDiscovery(deps: KubernetesDiscoveryDeps): Discovery {
  const resources = watchedResources(deps.recogniser, deps.wanted);
  const statistics = createStatistics(ofClusters);
  let cluster: FollowedCluster | undefined;

  return {
    async run(listener, signal) {
      cluster = followCluster({ ...deps, resources, statistics }, listener, signal);
      await cluster.done();
    },
    readOnce: (signal) => readOnce({ ...deps, resources, patience: deps.timings.patience }, signal),
    status: () => cluster?.status() ?? statistics.status([]),
  };
}
