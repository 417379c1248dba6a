import type { WantedFacts } from '../../core/catalog/catalog.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import type { NodeFacts } from '../../core/inventory/inventory.ts';
import {
  cutNode,
  cutPod,
  cutReplicaSet,
  type PodObject,
  type ReplicaSetObject,
} from '../../core/inventory/kubernetes-objects.ts';
import type { WatchedResource } from './watched-resource.ts';

export interface WatchedResources {
  readonly nodes: WatchedResource<NodeFacts>;
  readonly pods: WatchedResource<PodObject>;
  readonly replicaSets: WatchedResource<ReplicaSetObject>;
}

/** All that discovery reads of a cluster. The chart's role grants list and watch on exactly these. */
export function watchedResources(recogniser: Recogniser, wanted: WantedFacts): WatchedResources {
  return {
    nodes: {
      resource: 'nodes',
      name: 'nodes',
      path: '/api/v1/nodes',
      metadataOnly: false,
      cut: (raw) => cutNode(raw, wanted),
    },
    pods: {
      resource: 'pods',
      name: 'pods',
      path: '/api/v1/pods',
      metadataOnly: false,
      cut: (raw) => onlyTracked(cutPod(raw, wanted), recogniser),
    },
    replicaSets: {
      resource: 'replicasets',
      name: 'replicasets.apps',
      path: '/apis/apps/v1/replicasets',
      metadataOnly: true,
      cut: cutReplicaSet,
    },
  };
}

/** What is kept follows what is tracked, not what the cluster holds. */
function onlyTracked(pod: PodObject | undefined, recogniser: Recogniser): PodObject | undefined {
  const isTracked = pod?.containers.some(({ image, name }) => recogniser.recogniseContainer(image, name) !== undefined);
  return isTracked === true ? pod : undefined;
}
