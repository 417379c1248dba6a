import type { Change } from './api-object.ts';
import { type CollectionName, eachCollection } from './collections.ts';

/** The last changes of each collection, as an API server keeps them in memory. */
export interface WatchCache {
  readonly add: (collection: CollectionName, change: Change) => void;
  /** The changes after a revision; the oldest revision that a watch can go on from when that is later. */
  readonly since: (collection: CollectionName, revision: number) => readonly Change[] | { oldest: number };
  /** Begins again from what etcd holds at a revision. */
  readonly clear: (revision: number) => void;
}

/** Of `size` changes of each collection, at least one. */
export function createWatchCache(size: number): WatchCache {
  let listedAt = 0;
  const windows = eachCollection((): Window => ({ changes: [], hasDropped: false }));

  return {
    add(collection, change) {
      const window = windows[collection];
      window.changes.push(change);
      if (window.changes.length <= size) return;
      window.changes.shift();
      window.hasDropped = true;
    },
    since(collection, revision) {
      const { changes, hasDropped } = windows[collection];
      // watchCache.getAllEventsSinceLocked: all since the list it began with, or since the oldest change it still has.
      const oldest = hasDropped ? (changes[0]?.revision ?? 0) - 1 : listedAt;
      return revision < oldest ? { oldest } : changes.filter((change) => change.revision > revision);
    },
    clear(revision) {
      listedAt = revision;
      for (const window of Object.values(windows)) Object.assign(window, { changes: [], hasDropped: false });
    },
  };
}

interface Window {
  changes: Change[];
  hasDropped: boolean;
}
