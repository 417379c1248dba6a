import type { DiscoveryResource } from '../../app/discovery.ts';

/** One collection of the API, and what is kept of its objects. */
export interface WatchedResource<Kept> {
  readonly resource: DiscoveryResource;
  /** `pods`, `replicasets.apps`: as RBAC messages name it. */
  readonly name: string;
  /** `/api/v1/pods`, `/apis/apps/v1/namespaces/kube-system/replicasets` */
  readonly path: string;
  /** `undefined`: all. */
  readonly namespace: string | undefined;
  /**
   * Whether the objects' metadata is all that is read; the server then sends nothing else. Such a collection comes as a
   * stream, where the server offers that: the stream is not compressed, as pages are, and whole objects are large.
   */
  readonly metadataOnly: boolean;
  /** Whether an object with this JSON text may be kept. A quick look, which may be wrong only in saying that it may. */
  readonly mayKeep: (text: string) => boolean;
  /** `undefined` for an object that is not kept. */
  readonly cut: (raw: unknown) => Kept | undefined;
}

export function acceptOf({ metadataOnly }: WatchedResource<unknown>, kind: 'list' | 'watch'): string {
  if (!metadataOnly) return 'application/json';
  const partial = kind === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `application/json;as=${partial};g=meta.k8s.io;v=v1,application/json`;
}

/** `pods`, `pods in kube-system` */
export function describeResource({ name, namespace }: WatchedResource<unknown>): string {
  return namespace === undefined ? name : `${name} in ${namespace}`;
}
