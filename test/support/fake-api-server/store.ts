/** The collections that discovery reads, as the API server names them. */
export const collections = {
  nodes: { path: '/api/v1/nodes', apiVersion: 'v1', kind: 'Node' },
  pods: { path: '/api/v1/pods', apiVersion: 'v1', kind: 'Pod' },
  replicasets: { path: '/apis/apps/v1/replicasets', apiVersion: 'apps/v1', kind: 'ReplicaSet' },
} as const;

export type CollectionName = keyof typeof collections;

export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly object: ApiObject;
}

/** The objects of one cluster as etcd keeps them: one revision counts the changes of all collections, and old changes are forgotten. */
export interface Store {
  readonly revision: () => number;
  readonly objects: (collection: CollectionName) => readonly ApiObject[];
  readonly put: (collection: CollectionName, object: ApiObject) => void;
  readonly remove: (collection: CollectionName, name: string, namespace?: string) => void;
  /** `undefined` when changes since then were forgotten. */
  readonly changesSince: (collection: CollectionName, revision: number) => readonly Change[] | undefined;
  /** Gives the way to unsubscribe. */
  readonly subscribe: (collection: CollectionName, onChange: (change: Change) => void) => () => void;
  /** Forgets all changes so far: who is behind must list again. */
  readonly forgetChanges: () => void;
}

export function createStore(): Store {
  let revision = 1;
  let forgotten = 0;
  const objects = eachCollection(() => new Map<string, ApiObject>());
  const changes = eachCollection((): Change[] => []);
  const subscribers = eachCollection(() => new Set<(change: Change) => void>());

  function record(collection: CollectionName, type: Change['type'], object: ApiObject): ApiObject {
    revision += 1;
    const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    const change = { type, revision, object: stamped };
    changes[collection].push(change);
    for (const onChange of [...subscribers[collection]]) onChange(change);
    return stamped;
  }

  return {
    revision: () => revision,
    objects: (collection) => [...objects[collection].values()],
    put(collection, object) {
      const key = keyOf(object.metadata.name, object.metadata.namespace);
      const type = objects[collection].has(key) ? 'MODIFIED' : 'ADDED';
      objects[collection].set(key, record(collection, type, object));
    },
    remove(collection, name, namespace) {
      const key = keyOf(name, namespace);
      const object = objects[collection].get(key);
      if (!object) return;
      objects[collection].delete(key);
      record(collection, 'DELETED', object);
    },
    changesSince(collection, since) {
      if (since < forgotten) return undefined;
      return changes[collection].filter((change) => change.revision > since);
    },
    subscribe(collection, onChange) {
      subscribers[collection].add(onChange);
      return () => subscribers[collection].delete(onChange);
    },
    forgetChanges() {
      forgotten = revision;
      for (const list of Object.values(changes)) list.length = 0;
    },
  };
}

function keyOf(name: string, namespace: string | undefined): string {
  return `${namespace ?? ''}/${name}`;
}

function eachCollection<Value>(create: () => Value): Readonly<Record<CollectionName, Value>> {
  return { nodes: create(), pods: create(), replicasets: create() };
}
