import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DiscoveryFailure, DiscoveryReason, DiscoveryScope } from '../../app/discovery.ts';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import { createBackoff } from '../http-client/backoff.ts';
import type { KubernetesApi } from './api.ts';
import { keyOf } from './api-object.ts';
import type { Counts } from './counts.ts';
import { concernsAll, type Gate, type GateTimings } from './gate.ts';
import { listObjects } from './list-objects.ts';
import { type WatchEvent, type WatchStart, watchObjects } from './watch-objects.ts';
import { describeResource, type WatchedResource } from './watched-resource.ts';

/** In milliseconds unless the name says otherwise. Tests shorten them. */
export interface ReflectorTimings extends GateTimings {
  /** The server ends each watch after a random time between these, so that a fleet of exporters does not return as one. */
  readonly watchSeconds: readonly [least: number, most: number];
  /** A watch without a byte for so long sits on a dead connection: bookmarks come about once a minute. */
  readonly watchSilence: number;
  /** Longest wait for an answer to begin, and for more of a list. */
  readonly patience: number;
  /** A watch that lived for so long was healthy, and the next failure starts from the first back-off again. */
  readonly healthyAfter: number;
}

/** After these a watch goes on where it stood. After anything else that place may be what is wrong, and only a list helps. */
const leavesPlace: ReadonlySet<DiscoveryReason> = new Set([
  'unreachable',
  'untrusted',
  'timeout',
  'throttled',
  'unauthorized',
  'forbidden',
  'credentials',
]);

/** A permission that is missing so many times in a row is not about to come: an API server that starts refuses for a moment too. */
const refusalsThatCount = 3;

export interface ReflectorDeps<Kept> {
  readonly resource: WatchedResource<Kept>;
  readonly api: KubernetesApi;
  readonly timings: ReflectorTimings;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Shared by the reflectors of one resource. */
  readonly gate: Gate;
  /** The same. */
  readonly counts: Counts;
  /** The collection changed, or was listed for the first time, or cannot be read for want of a permission. */
  readonly onChange: () => void;
  /** A watch brought this object, kept or not. */
  readonly onEvent?: ((raw: unknown) => void) | undefined;
  /** The server told something: the copy is as it was at this moment. A watch that is merely open tells nothing. */
  readonly onProgress: () => void;
  readonly onFailure: (failure: DiscoveryFailure) => void;
  /** The first progress after a failure. */
  readonly onRecovery: (scope: DiscoveryScope) => void;
}

export interface Reflector<Kept> {
  /** By key; `undefined` until the first complete list. Stands while the server cannot be reached. */
  readonly objects: () => ReadonlyMap<string, Kept> | undefined;
  readonly state: () => ReflectorState;
  /** Resolves when `signal` is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** `failing`: something failed since the last progress. `refused`: for want of a permission, again and again. */
export type ReflectorState = 'following' | 'failing' | 'refused';

/** Keeps a copy of one collection in step with the API server: lists, then watches, and begins again whenever it must. */
export function createReflector<Kept>(deps: ReflectorDeps<Kept>): Reflector<Kept> {
  const { resource, api, timings, random, gate, counts } = deps;
  const scope: DiscoveryScope = { resource: resource.resource, namespace: resource.namespace };
  const backoff = createBackoff(timings.backoff, random);
  let objects: Map<string, Kept> | undefined;
  /** Where the next watch goes on; `undefined` when only a list can tell. */
  let resourceVersion: string | undefined;
  let canStream = resource.metadataOnly;
  let isFailing = false;
  /** In a row. */
  let refusals = 0;

  const onBytes = (count: number) => {
    counts.bytes += count;
  };
  const onObjects = (count: number) => {
    counts.objects += count;
  };

  function progress(): void {
    refusals = 0;
    deps.onProgress();
    if (isFailing) deps.onRecovery(scope);
    isFailing = false;
  }

  /** All that there is, at one moment. */
  function adopt(all: Map<string, Kept>, at: string): void {
    if (objects) counts.restarts += 1;
    objects = all;
    resourceVersion = at;
    deps.onChange(); // first: what is followed may depend on it, and progress confirms all that is followed
    progress();
  }

  /** What is kept of an object, and the very same as before where nothing of it changed: others remember by identity. */
  function cut(raw: unknown): Kept | undefined {
    const kept = resource.cut(raw);
    const known = objects?.get(keyOf(raw) ?? '');
    return isDeepStrictEqual(kept, known) ? known : kept;
  }

  async function list(signal: AbortSignal): Promise<void> {
    const mayBegin = async () => {
      await gate.enter(signal);
      counts.lists += 1;
    };
    const options = { patience: timings.patience, signal, onBytes, onObjects };
    const listed = await listObjects({ ...resource, cut }, api, options, mayBegin);
    gate.answered();
    adopt(listed.objects, listed.resourceVersion);
  }

  async function watch(start: WatchStart, signal: AbortSignal): Promise<void> {
    await gate.enter(signal);
    const [least, most] = timings.watchSeconds;
    /** What a streaming list has brought so far. */
    let incoming = start.kind === 'initial-events' ? new Map<string, Kept>() : undefined;
    let openedAt = Number.POSITIVE_INFINITY;
    let isEmpty = true;
    const options = {
      start,
      timeoutSeconds: Math.round(least + (most - least) * random()),
      patience: timings.patience,
      silence: timings.watchSilence,
      signal,
      onBytes,
      onOpen: () => {
        openedAt = performance.now();
        counts.watches += 1;
        gate.answered();
      },
    };
    try {
      for await (const event of watchObjects(resource, api, options)) {
        isEmpty = false;
        if (incoming === undefined) follow(event);
        else if (event.endsInitialEvents) {
          adopt(incoming, event.resourceVersion);
          incoming = undefined;
        } else gather(incoming, event);
      }
      // Bookmarks come about once a minute: a watch without even one may have lost events to a proxy that keeps them.
      if (isEmpty) resourceVersion = undefined;
      // A server that ends a stream before it has sent all that there is does not know streams; pages it knows.
      if (incoming) canStream = false;
    } finally {
      if (performance.now() - openedAt >= timings.healthyAfter) {
        backoff.reset();
        gate.lived();
      }
    }
  }

  function gather(incoming: Map<string, Kept>, { type, object }: WatchEvent): void {
    // A server that does not know the parameters answers with a usual watch, which has no end of a beginning.
    if (type !== 'ADDED') throw new ApiError('malformed', `the stream of ${describeResource(resource)} is no list`);
    onObjects(1);
    const key = keyOf(object);
    const kept = key === undefined ? undefined : cut(object);
    if (key !== undefined && kept !== undefined) incoming.set(key, kept);
  }

  function follow({ type, object, resourceVersion: at }: WatchEvent): void {
    resourceVersion = at;
    progress();
    if (type === 'BOOKMARK') return;
    counts.events += 1;
    onObjects(1);
    deps.onEvent?.(object);
    const key = keyOf(object);
    if (key === undefined) return;
    const known = objects?.get(key);
    const kept = type === 'DELETED' ? undefined : cut(object);
    // Most changes are of what is not kept: a node reports its condition every few minutes, and pods their probes.
    if (kept === known) return;
    if (kept !== undefined) objects?.set(key, kept);
    else objects?.delete(key);
    deps.onChange();
  }

  /** One list if it is needed, then one watch to its end. */
  async function turn(signal: AbortSignal): Promise<void> {
    if (resourceVersion === undefined && canStream) await stream(signal);
    else {
      if (resourceVersion === undefined) await list(signal);
      if (resourceVersion !== undefined) await watch({ kind: 'after', resourceVersion }, signal);
    }
  }

  /** Kubernetes before 1.32, and 1.33, refuse a streaming list as an invalid request: KEP 3157 was on, off and on again. */
  async function stream(signal: AbortSignal): Promise<void> {
    try {
      await watch({ kind: 'initial-events' }, signal);
    } catch (cause) {
      const isRefused = cause instanceof ApiError && cause.reason === 'malformed' && resourceVersion === undefined;
      if (!isRefused) throw cause;
      canStream = false;
    }
    if (!canStream) await turn(signal);
  }

  function onError(error: ApiError): void {
    isFailing = true;
    deps.onFailure({ ...scope, reason: error.reason, message: error.message });
    if (!leavesPlace.has(error.reason)) resourceVersion = undefined;
    refusals = error.reason === 'forbidden' ? refusals + 1 : 0;
    if (refusals === refusalsThatCount) deps.onChange();
  }

  async function pause(retryAfter: number | undefined, signal: AbortSignal): Promise<void> {
    const milliseconds = Math.max(backoff.next(), (retryAfter ?? 0) * 1000);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined); // aborted: stop
  }

  return {
    objects: () => objects,
    state: () => (refusals >= refusalsThatCount ? 'refused' : isFailing ? 'failing' : 'following'),
    async run(signal) {
      while (!signal.aborted) {
        let retryAfter: number | undefined;
        try {
          await turn(signal);
        } catch (cause) {
          if (signal.aborted) return;
          const error = toApiError(cause);
          onError(error);
          if (concernsAll(error.reason)) {
            gate.failed(error);
            continue;
          }
          retryAfter = error.retryAfter;
        }
        // Even a watch that ended in order is not reopened at once, or a server that closes every watch would make us spin.
        await pause(retryAfter, signal);
      }
    },
  };
}
