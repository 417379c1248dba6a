import { type ApiObject, keyOf } from './api-object.ts';
import { collections, type Place } from './collections.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import type { ListOptions } from './list-options.ts';
import { type Status, statusOf, tooLargeResourceVersion } from './status.ts';
import type { Store } from './store.ts';
import type { ServerBehaviour } from './versions.ts';

export interface Page {
  readonly objects: readonly ApiObject[];
  readonly resourceVersion: number;
  /** Of the next page; `undefined` on the last. */
  readonly token: string | undefined;
  /** `undefined` on the last page, and where a selector makes it unknown. */
  readonly remainingItemCount: number | undefined;
}

export interface PagesDeps {
  readonly store: Store;
  readonly behaviour: ServerBehaviour;
  /** Whether the server says that it has forgotten what it held at the first page. */
  readonly isPastLost: boolean;
}

/** A page of what the options ask for, or why there is none. */
export function readPage(deps: PagesDeps, options: ListOptions): Page | Status {
  if (options.continue !== '') return readNextPage(deps, options);
  const { store, behaviour } = deps;
  const current = store.revision();
  const wanted = Number(options.resourceVersion);
  // The real one waits three seconds first for the revision to come (watchCache.waitUntilFreshAndBlock).
  if (wanted > current) return tooLargeResourceVersion(wanted, current);
  const at = isExact(options) ? wanted : current;
  const objects = store.objectsAt(options.place.collection, at);
  if (!objects) return statusOf(410, 'The resourceVersion for the provided list is too old.');
  const takesAll = options.resourceVersion === '0' && behaviour.limitAtZero === 'ignored';
  return cutPage(selectAll(objects, options), at, takesAll ? { ...options, limit: 0 } : options, '');
}

/** Asked for, or as it always was meant with a limit ("legacy exact match" of shouldDelegateList). */
function isExact({ resourceVersionMatch, resourceVersion, limit }: ListOptions): boolean {
  if (resourceVersionMatch !== '') return resourceVersionMatch === 'Exact';
  return limit > 0 && Number(resourceVersion) > 0;
}

const inconsistent =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

function readNextPage({ store, isPastLost }: PagesDeps, options: ListOptions): Page | Status {
  if (Number(options.resourceVersion) > 0) {
    return statusOf(400, 'specifying resource version is not allowed when using continue');
  }
  const token = decodeContinue(options.continue);
  if (!token) return statusOf(400, 'continue key is not valid: it cannot be decoded');
  const { revision, start } = token;
  const at = revision === -1 ? store.revision() : revision;
  const objects = isPastLost && revision !== -1 ? undefined : store.objectsAt(options.place.collection, at);
  // handleCompactedErrorForPaging: the client may go on with what there is now, and must know that it does.
  if (!objects) return statusOf(410, inconsistent, undefined, encodeContinue({ revision: -1, start }));
  return cutPage(selectAll(objects, options), at, options, start);
}

function cutPage(
  all: readonly ApiObject[],
  revision: number,
  { place, limit, selector }: ListOptions,
  start: string,
): Page {
  const from = start === '' ? 0 : all.findIndex((object) => keyInside(place, object) >= start);
  const rest = from < 0 ? [] : all.slice(from);
  const last = rest[limit - 1];
  if (!last || rest.length <= limit) {
    return { objects: rest, resourceVersion: revision, token: undefined, remainingItemCount: undefined };
  }
  return {
    objects: rest.slice(0, limit),
    resourceVersion: revision,
    token: encodeContinue({ revision, start: `${keyInside(place, last)}\0` }),
    remainingItemCount: selector.isEmpty ? rest.length - limit : undefined,
  };
}

/** Those of the place that the selector selects. */
export function selectAll(objects: readonly ApiObject[], { place, selector }: ListOptions): readonly ApiObject[] {
  if (place.namespace === undefined && selector.isEmpty) return objects;
  return objects.filter((object) => isSelected(object, { place, selector }));
}

export function isSelected(object: ApiObject, { place, selector }: Pick<ListOptions, 'place' | 'selector'>): boolean {
  const isInside = place.namespace === undefined || object.metadata.namespace === place.namespace;
  return isInside && selector.selects(object);
}

/** The key without the namespace where the path has it. */
function keyInside({ collection, namespace }: Place, object: ApiObject): string {
  return namespace !== undefined && collections[collection].isNamespaced ? object.metadata.name : keyOf(object);
}
