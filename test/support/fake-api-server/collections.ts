/** The collections that discovery reads, as the API server names them. */
export const collections = {
  nodes: { group: '', apiVersion: 'v1', kind: 'Node', isNamespaced: false },
  namespaces: { group: '', apiVersion: 'v1', kind: 'Namespace', isNamespaced: false },
  pods: { group: '', apiVersion: 'v1', kind: 'Pod', isNamespaced: true },
  replicasets: { group: 'apps', apiVersion: 'apps/v1', kind: 'ReplicaSet', isNamespaced: true },
  daemonsets: { group: 'apps', apiVersion: 'apps/v1', kind: 'DaemonSet', isNamespaced: true },
  deployments: { group: 'apps', apiVersion: 'apps/v1', kind: 'Deployment', isNamespaced: true },
  statefulsets: { group: 'apps', apiVersion: 'apps/v1', kind: 'StatefulSet', isNamespaced: true },
} as const;

export type CollectionName = keyof typeof collections;

/** What a path names: a collection of the whole cluster, or of one namespace. */
export interface Place {
  readonly collection: CollectionName;
  readonly namespace: string | undefined;
}

const groupVersion = /^\/(?:api\/(?<core>v1)|apis\/(?<named>[^/]+\/[^/]+))\/(?<rest>.+)$/;

/** `undefined` for a path that names none of the collections. */
export function placeOf(pathname: string): Place | undefined {
  const { core, named, rest = '' } = groupVersion.exec(pathname)?.groups ?? {};
  const segments = rest.split('/');
  const inNamespace = segments.length === 3 && segments[0] === 'namespaces';
  if (segments.length !== 1 && !inNamespace) return undefined;
  const collection = collectionNames().find((name) => name === segments.at(-1));
  if (!collection || collections[collection].apiVersion !== (core ?? named)) return undefined;
  if (!inNamespace) return { collection, namespace: undefined };
  return collections[collection].isNamespaced ? { collection, namespace: segments[1] } : undefined;
}

/** Whether a path is inside a group that the server has: it then answers 404 with a Status, and else in plain text. */
export function isOfKnownGroup(pathname: string): boolean {
  const { core, named } = groupVersion.exec(pathname)?.groups ?? {};
  return Object.values(collections).some(({ apiVersion }) => apiVersion === (core ?? named));
}

export function eachCollection<Value>(create: () => Value): Readonly<Record<CollectionName, Value>> {
  const entries = collectionNames().map((name) => [name, create()] as const);
  return Object.fromEntries(entries) as Record<CollectionName, Value>; // every name is among them
}

function collectionNames(): readonly CollectionName[] {
  return Object.keys(collections) as CollectionName[]; // its own keys
}
