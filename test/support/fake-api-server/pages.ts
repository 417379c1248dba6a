import type { ApiObject, CollectionName, Store } from './store.ts';

export interface Page {
  readonly objects: readonly ApiObject[];
  readonly resourceVersion: string;
  /** Of the next page; `''` on the last. */
  readonly token: string;
}

export interface Pages {
  /** A page of the first page's moment; `undefined` when its token is not known. */
  readonly read: (collection: CollectionName, limit: number, token: string) => Page | undefined;
}

interface Rest {
  readonly objects: readonly ApiObject[];
  readonly resourceVersion: string;
}

/** Lists in pages: all pages of one list show the collection as it was when the list began. */
export function createPages(store: Store): Pages {
  const rests = new Map<string, Rest>();
  let lastToken = 0;

  return {
    read(collection, limit, token) {
      const rest =
        token === ''
          ? { objects: store.objects(collection), resourceVersion: String(store.revision()) }
          : rests.get(token);
      if (!rest) return undefined;
      const { objects, resourceVersion } = rest;
      if (limit === 0 || objects.length <= limit) return { objects, resourceVersion, token: '' };
      lastToken += 1;
      const next = `token-${lastToken}`;
      rests.set(next, { objects: objects.slice(limit), resourceVersion });
      return { objects: objects.slice(0, limit), resourceVersion, token: next };
    },
  };
}
