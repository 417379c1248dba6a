import type { WantedFacts } from '../../core/catalog/catalog.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import { imagesIn } from '../../core/inventory/images-in.ts';
import type { NodeFacts } from '../../core/inventory/inventory.ts';
import {
  cutNode,
  cutReplicaSet,
  type PodObject,
  type ReplicaSetObject,
} from '../../core/inventory/kubernetes-objects.ts';
import { createPodCutter } from '../../core/inventory/pod-cutter.ts';
import { cutWorkload } from '../../core/inventory/workload-objects.ts';
import type { WatchedResource } from './watched-resource.ts';

/** All that discovery reads of a cluster. The chart's role grants list and watch on exactly these. */
export interface WatchedResources {
  readonly nodes: WatchedResource<NodeFacts>;
  /** Of a namespace, or of all; kept are those that run something catalogued. */
  readonly pods: (namespace: string | undefined) => WatchedResource<PodObject>;
  readonly replicaSets: (namespace: string | undefined) => WatchedResource<ReplicaSetObject>;
  /** Of those whose pods run something catalogued, the namespace. */
  readonly workloads: readonly WatchedResource<string>[];
}

export function watchedResources(recogniser: Recogniser, wanted: WantedFacts): WatchedResources {
  // One for all namespaces: what the pods of a workload have in common is kept once.
  const cutPod = createPodCutter(wanted, recogniser);
  const isTracked = ({ image, name }: { readonly image: string; readonly name: string }) =>
    recogniser.recogniseContainer(image, name) !== undefined;

  // No image needs an escape, but JSON may write one, or be damaged; then only parsing it tells.
  const mayBeTracked = (image: string) => /\\|\p{Cc}/u.test(image) || recogniser.knowsImage(image);
  const mayRunTracked = (text: string) => imagesIn(text).some(mayBeTracked);

  const workloads = (resource: 'daemonsets' | 'deployments' | 'statefulsets'): WatchedResource<string> => ({
    resource,
    name: `${resource}.apps`,
    path: `/apis/apps/v1/${resource}`,
    namespace: undefined,
    metadataOnly: false,
    mayKeep: mayRunTracked,
    cut(raw) {
      const workload = cutWorkload(raw);
      return workload?.containers.some(isTracked) === true ? workload.namespace : undefined;
    },
  });

  return {
    nodes: {
      resource: 'nodes',
      name: 'nodes',
      path: '/api/v1/nodes',
      namespace: undefined,
      metadataOnly: false,
      mayKeep: always,
      cut: (raw) => cutNode(raw, wanted),
    },
    pods: (namespace) => ({
      resource: 'pods',
      name: 'pods',
      path: pathIn('/api/v1', namespace, 'pods'),
      namespace,
      metadataOnly: false,
      mayKeep: mayRunTracked,
      cut: cutPod,
    }),
    replicaSets: (namespace) => ({
      resource: 'replicasets',
      name: 'replicasets.apps',
      path: pathIn('/apis/apps/v1', namespace, 'replicasets'),
      namespace,
      metadataOnly: true,
      mayKeep: always,
      cut: cutReplicaSet,
    }),
    workloads: (['daemonsets', 'deployments', 'statefulsets'] as const).map(workloads),
  };
}

function always(): true {
  return true;
}

function pathIn(group: string, namespace: string | undefined, resource: string): string {
  return namespace === undefined ? `${group}/${resource}` : `${group}/namespaces/${namespace}/${resource}`;
}
