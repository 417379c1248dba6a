import { type ApiObject, type Change, keyOf } from './api-object.ts';
import { type CollectionName, eachCollection } from './collections.ts';
import { createWatchCache } from './watch-cache.ts';

/**
 * The objects of one cluster: etcd, where one revision counts the changes of all collections and where the past can be
 * read until it is compacted, and before it the watch cache of the API server, which keeps the last changes.
 */
export interface Store {
  readonly revision: () => number;
  /** In the order of their keys, as etcd and the watch cache list them. */
  readonly objects: (collection: CollectionName) => readonly ApiObject[];
  /** As they were at a revision; `undefined` when that was compacted. */
  readonly objectsAt: (collection: CollectionName, revision: number) => readonly ApiObject[] | undefined;
  readonly put: (collection: CollectionName, object: ApiObject) => void;
  readonly remove: (collection: CollectionName, name: string, namespace?: string) => void;
  /** Compacts etcd, as it is done every five minutes: continue tokens given so far are expired. */
  readonly compact: () => void;
  /** What the watch cache keeps of the changes since then; the oldest revision it can go on from when that is later. */
  readonly changesSince: (collection: CollectionName, revision: number) => readonly Change[] | { oldest: number };
  /** Gives the way to unsubscribe. */
  readonly subscribe: (collection: CollectionName, onChange: (change: Change) => void) => () => void;
  readonly countSubscribers: () => number;
  /** Empties the watch cache, as a restart of the API server does: who is behind must list again. */
  readonly forgetChanges: () => void;
}

export interface StoreOptions {
  /** Changes that the watch cache keeps of each collection. The real one keeps 75 seconds, within 100 to 102,400 changes. */
  readonly watchCacheSize?: number;
  /** Revisions after which the past is compacted. The real server compacts what is older than five minutes. */
  readonly compactAfter?: number;
}

export function createStore({ watchCacheSize = 10_000, compactAfter = 10_000 }: StoreOptions = {}): Store {
  let revision = 1;
  let compacted = 1;
  const past = eachCollection(createPast);
  const cache = createWatchCache(watchCacheSize);
  const subscribers = eachCollection(() => new Set<(change: Change) => void>());

  function record(collection: CollectionName, object: ApiObject, isDeleted: boolean): void {
    revision += 1;
    const previous = past[collection].get(keyOf(object));
    const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    const change = { type: typeOf(previous, isDeleted), revision, object: stamped, previous };
    past[collection].add(change);
    if (revision - compacted >= 2 * compactAfter) compactTo(revision - compactAfter);
    cache.add(collection, change);
    for (const onChange of [...subscribers[collection]]) onChange(change);
  }

  function compactTo(until: number): void {
    compacted = until;
    for (const { compact } of Object.values(past)) compact(until);
  }

  function objectsAt(collection: CollectionName, at: number): readonly ApiObject[] | undefined {
    const isCompacted = at < Math.max(compacted, revision - compactAfter);
    return isCompacted ? undefined : past[collection].readAt(at);
  }

  return {
    revision: () => revision,
    objects: (collection) => past[collection].readAt(revision),
    objectsAt,
    put: (collection, object) => record(collection, object, false),
    remove(collection, name, namespace) {
      const object = past[collection].get(keyOf({ metadata: { name, ...(namespace ? { namespace } : {}) } }));
      if (object) record(collection, object, true);
    },
    compact() {
      revision += 1; // something that nobody here reads has changed, as leases do all the time
      compactTo(revision);
    },
    changesSince: cache.since,
    subscribe(collection, onChange) {
      subscribers[collection].add(onChange);
      return () => subscribers[collection].delete(onChange);
    },
    countSubscribers: () => Object.values(subscribers).reduce((sum, { size }) => sum + size, 0),
    forgetChanges: () => cache.clear(revision),
  };
}

function typeOf(previous: ApiObject | undefined, isDeleted: boolean): Change['type'] {
  if (isDeleted) return 'DELETED';
  return previous ? 'MODIFIED' : 'ADDED';
}

/** One collection, with its past since the last compaction. */
interface Past {
  readonly get: (key: string) => ApiObject | undefined;
  readonly add: (change: Change) => void;
  readonly readAt: (revision: number) => readonly ApiObject[];
  readonly compact: (until: number) => void;
}

/** Of no more lists are pages read at a time. */
const mostSnapshots = 4;

function createPast(): Past {
  const current = new Map<string, ApiObject>();
  /** Oldest first. */
  let changes: Change[] = [];
  let lastCompacted = 0;
  /** By the revision of the last change that is in them. */
  const snapshots = new Map<number, readonly ApiObject[]>();

  return {
    get: (key) => current.get(key),
    add(change) {
      if (change.type === 'DELETED') current.delete(keyOf(change.object));
      else current.set(keyOf(change.object), change.object);
      changes.push(change);
    },
    readAt(revision) {
      const count = changes.findLastIndex((change) => change.revision <= revision) + 1;
      const lastSeen = changes[count - 1]?.revision ?? lastCompacted;
      const known = snapshots.get(lastSeen);
      if (known) return known;
      const snapshot = inOrder(without(current, changes.slice(count)));
      const [oldest] = snapshots.keys();
      if (snapshots.size >= mostSnapshots && oldest !== undefined) snapshots.delete(oldest);
      snapshots.set(lastSeen, snapshot);
      return snapshot;
    },
    compact(until) {
      lastCompacted = changes.findLast(({ revision }) => revision <= until)?.revision ?? lastCompacted;
      changes = changes.filter(({ revision }) => revision > until);
    },
  };
}

/** The objects before these changes. */
function without(objects: ReadonlyMap<string, ApiObject>, changes: readonly Change[]): ReadonlyMap<string, ApiObject> {
  const before = new Map(objects);
  for (const { object, previous } of changes.toReversed()) {
    if (previous) before.set(keyOf(object), previous);
    else before.delete(keyOf(object));
  }
  return before;
}

function inOrder(objects: ReadonlyMap<string, ApiObject>): readonly ApiObject[] {
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
