import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DiscoveryFailure, DiscoveryReason } from '../../app/discovery.ts';
import type { KubernetesApi } from './api.ts';
import { type ApiError, toApiError } from './api-error.ts';
import { keyOf, listObjects } from './list-objects.ts';
import { watchObjects } from './watch-objects.ts';
import type { WatchedResource } from './watched-resource.ts';

/** In milliseconds unless the name says otherwise. Tests shorten them. */
export interface ReflectorTimings {
  /** The server ends each watch after a random time between these, so that a fleet of exporters does not return as one. */
  readonly watchSeconds: readonly [least: number, most: number];
  /** A watch without a byte for so long sits on a dead connection: bookmarks come about once a minute. */
  readonly watchSilence: number;
  /** Longest wait for a page of a list. */
  readonly listSilence: number;
  /** Full jitter between 0 and a ceiling that doubles from the first to the second of these. */
  readonly backoff: readonly [first: number, most: number];
  /** A watch that lived for so long was healthy, and the next failure starts from the first back-off again. */
  readonly healthyAfter: number;
}

export const defaultTimings: ReflectorTimings = {
  watchSeconds: [300, 600],
  watchSilence: 90_000,
  listSilence: 30_000,
  backoff: [500, 30_000],
  healthyAfter: 5_000,
};

/** After these a watch goes on where it stood. After anything else that place may be what is wrong, and only a list helps. */
const leavesPlace: ReadonlySet<DiscoveryReason> = new Set([
  'unreachable',
  'timeout',
  'throttled',
  'unauthorized',
  'forbidden',
  'credentials',
]);

export interface ReflectorDeps<Kept> {
  readonly resource: WatchedResource<Kept>;
  readonly api: KubernetesApi;
  readonly timings: ReflectorTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The collection changed, or was listed for the first time. */
  readonly onChange: () => void;
  /** The server told something: the copy is as it was at this moment. A watch that is merely open tells nothing. */
  readonly onProgress: () => void;
  readonly onFailure: (failure: DiscoveryFailure) => void;
}

export interface Reflector<Kept> {
  /** By key; `undefined` until the first complete list. Stands while the server cannot be reached. */
  readonly objects: () => ReadonlyMap<string, Kept> | undefined;
  /** Resolves when `signal` is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Keeps a copy of one collection in step with the API server: lists, then watches, and begins again whenever it must. */
export function createReflector<Kept>(deps: ReflectorDeps<Kept>): Reflector<Kept> {
  const { resource, api, timings, random } = deps;
  let objects: Map<string, Kept> | undefined;
  /** Where the next watch goes on; `undefined` when only a list can tell. */
  let resourceVersion: string | undefined;
  /** Ceiling of the next back-off. */
  let ceiling = timings.backoff[0];

  async function list(signal: AbortSignal): Promise<void> {
    const listed = await listObjects(resource, api, { silence: timings.listSilence, signal });
    objects = listed.objects;
    resourceVersion = listed.resourceVersion;
    deps.onProgress();
    deps.onChange();
  }

  async function watch(from: string, signal: AbortSignal): Promise<void> {
    const [least, most] = timings.watchSeconds;
    let openedAt = Number.POSITIVE_INFINITY;
    let isEmpty = true;
    const options = {
      resourceVersion: from,
      timeoutSeconds: Math.round(least + (most - least) * random()),
      silence: timings.watchSilence,
      signal,
      onOpen: () => {
        openedAt = performance.now();
      },
    };
    try {
      for await (const event of watchObjects(resource, api, options)) {
        isEmpty = false;
        resourceVersion = event.resourceVersion;
        deps.onProgress();
        if (event.type !== 'BOOKMARK') apply(event.type === 'DELETED', event.object);
      }
      // Bookmarks come about once a minute: a watch without even one may have lost events to a proxy that keeps them.
      if (isEmpty) resourceVersion = undefined;
    } finally {
      if (performance.now() - openedAt >= timings.healthyAfter) [ceiling] = timings.backoff;
    }
  }

  function apply(deleted: boolean, raw: unknown): void {
    const key = keyOf(raw);
    if (key === undefined) return;
    const kept = deleted ? undefined : resource.cut(raw);
    // Most changes are of what is not kept: a node reports its condition every few minutes, and pods their probes.
    if (isDeepStrictEqual(kept, objects?.get(key))) return;
    if (kept !== undefined) objects?.set(key, kept);
    else objects?.delete(key);
    deps.onChange();
  }

  /** One list if it is needed, then one watch to its end. */
  async function turn(signal: AbortSignal): Promise<void> {
    if (resourceVersion === undefined) await list(signal);
    if (resourceVersion !== undefined) await watch(resourceVersion, signal);
  }

  function onError(error: ApiError): void {
    deps.onFailure({ resource: resource.resource, reason: error.reason, message: error.message });
    if (!leavesPlace.has(error.reason)) resourceVersion = undefined;
  }

  async function pause(retryAfter: number | undefined, signal: AbortSignal): Promise<void> {
    const jittered = random() * ceiling;
    ceiling = Math.min(ceiling * 2, timings.backoff[1]);
    await sleep(Math.max(jittered, (retryAfter ?? 0) * 1000), undefined, { signal }).catch(() => undefined); // aborted: stop
  }

  return {
    objects: () => objects,
    async run(signal) {
      while (!signal.aborted) {
        let retryAfter: number | undefined;
        try {
          await turn(signal);
        } catch (cause) {
          if (signal.aborted) return;
          const error = toApiError(cause);
          retryAfter = error.retryAfter;
          onError(error);
        }
        // Even a watch that ended in order is not reopened at once, or a server that closes every watch would make us spin.
        await pause(retryAfter, signal);
      }
    },
  };
}
