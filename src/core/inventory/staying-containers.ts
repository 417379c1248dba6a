import { nameOf, objectsOf, type RawObject } from './raw-object.ts';

/**
 * The containers of a pod's spec that run as long as the pod does: sidecars first, then the usual ones. A sidecar is an
 * init container that restarts whenever it ends (since Kubernetes 1.28); other init containers end, and ephemeral
 * containers are somebody's debugging. Without a name it is no container.
 */
export function stayingContainers(spec: RawObject): readonly RawObject[] {
  const sidecars = objectsOf(spec['initContainers']).filter((container) => container['restartPolicy'] === 'Always');
  return [...sidecars, ...objectsOf(spec['containers'])].filter(({ name }) => nameOf(name) !== undefined);
}
