import { nameOf, objectOf, textOf } from './raw-object.ts';
import { stayingContainers } from './staying-containers.ts';

/** A DaemonSet, Deployment or StatefulSet, cut to what tells which components its pods run. */
export interface WorkloadObject {
  readonly namespace: string;
  readonly name: string;
  /** Of the pod template, without init containers that end. */
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** `undefined` when the object lacks what makes it a workload: a name, a namespace and a pod template with containers. */
export function cutWorkload(raw: unknown): WorkloadObject | undefined {
  const { metadata, spec } = objectOf(raw);
  const { name: named, namespace: within } = objectOf(metadata);
  const name = nameOf(named);
  const namespace = nameOf(within);
  if (name === undefined || namespace === undefined) return undefined;
  const podSpec = objectOf(objectOf(objectOf(spec)['template'])['spec']);
  if (!Array.isArray(podSpec['containers'])) return undefined;
  return {
    namespace,
    name,
    containers: stayingContainers(podSpec).map((container) => ({
      name: textOf(container['name']),
      image: textOf(container['image']),
    })),
  };
}
