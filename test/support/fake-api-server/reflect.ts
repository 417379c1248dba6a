import { isDeepStrictEqual } from 'node:util';
import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';
import { createKubernetesApi, type KubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import { keyOf } from '../../../src/adapters/kubernetes/api-object.ts';
import { createGate } from '../../../src/adapters/kubernetes/gate.ts';
import {
  createReflector,
  type ReflectorState,
  type ReflectorTimings,
} from '../../../src/adapters/kubernetes/reflector.ts';
import { createStatistics } from '../../../src/adapters/kubernetes/statistics.ts';
import type { SurveyTimings } from '../../../src/adapters/kubernetes/survey.ts';
import type { WatchedResource } from '../../../src/adapters/kubernetes/watched-resource.ts';
import { watchedResources } from '../../../src/adapters/kubernetes/watched-resources.ts';
import type { DiscoveryCounts, DiscoveryFailure, DiscoveryScope } from '../../../src/app/discovery.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { firstCasesCatalog } from '../built-in.ts';
import { eventually } from '../eventually.ts';
import type { CollectionName } from './collections.ts';
import { type FakeApiServer, type FakeApiServerOptions, startFakeApiServer } from './fake-api-server.ts';

/** What a test does when it ends, whichever way. */
export interface Teardown {
  readonly teardown: (close: () => unknown) => unknown;
}

/** An image that the built-in catalog knows, at two versions, and one that it does not know. */
export const images = {
  tracked: 'quay.io/calico/node:v3.27.2',
  newer: 'quay.io/calico/node:v3.28.0',
  untracked: 'docker.io/library/nginx:1.27',
} as const;

/** As in production, but so short that tests need not wait. */
export const quickTimings: ReflectorTimings = {
  watchSeconds: [60, 60],
  watchSilence: 3_000,
  patience: 3_000,
  backoff: [5, 50],
  unreachableBackoff: [5, 50],
  atMost: [100_000, 60_000],
  healthyAfter: 100,
};

/** The same for the survey, which waits for nobody. */
export const quickSurvey: SurveyTimings = {
  interval: [60_000, 60_000],
  share: 0,
  rest: 0,
  settle: 20,
  tick: 5,
  backoff: [5, 50],
  patience: 3_000,
};

const catalog = await firstCasesCatalog();
export const recogniser = createRecogniser(catalog.components);
export const wanted = { ...catalog.wantedFacts, environment: new Set(['GREETING']) };

const watched = watchedResources(recogniser, wanted);

/** Of all namespaces. */
export const resources = {
  nodes: watched.nodes,
  pods: watched.pods(undefined),
  replicaSets: watched.replicaSets(undefined),
};

/** A server that is gone when the test ends. */
export async function serve(t: Teardown, options?: FakeApiServerOptions): Promise<FakeApiServer> {
  const server = await startFakeApiServer(options);
  t.teardown(server.stop);
  return server;
}

/** A client of the server that is closed when the test ends. */
export function connect(
  t: Teardown,
  { url }: Pick<FakeApiServer, 'url'>,
  { user = {}, cluster = {} }: { readonly user?: Partial<User>; readonly cluster?: Partial<Cluster> } = {},
): KubernetesApi {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'test', server: url, skipTLSVerify: url.startsWith('http:'), ...cluster }],
    users: [{ name: 'tester', ...user }],
    contexts: [{ name: 'test', cluster: 'test', user: 'tester' }],
    currentContext: 'test',
  });
  const api = createKubernetesApi(config);
  t.teardown(api.close);
  return api;
}

export interface RunningReflector<Kept> {
  readonly objects: () => ReadonlyMap<string, Kept> | undefined;
  readonly failures: readonly DiscoveryFailure[];
  readonly recoveries: readonly DiscoveryScope[];
  readonly counts: DiscoveryCounts;
  readonly state: () => ReflectorState;
  readonly countProgress: () => number;
  readonly countChanges: () => number;
  /** Waits until the copy is what the server holds. */
  readonly catchUp: () => Promise<void>;
  /** Waits for an open watch, and until it has brought a bookmark, as every watch does that lives for a minute. */
  readonly beWatching: () => Promise<void>;
  /** Resolves when the reflector has stopped. */
  readonly stop: () => Promise<void>;
}

export interface ReflectOptions {
  readonly timings?: Partial<ReflectorTimings>;
  readonly random?: () => number;
  readonly api?: KubernetesApi;
}

/** A reflector that runs until the test ends. */
export function reflect<Kept>(
  t: Teardown,
  server: FakeApiServer,
  resource: WatchedResource<Kept>,
  { timings, random = Math.random, api = connect(t, server) }: ReflectOptions = {},
): RunningReflector<Kept> {
  const failures: DiscoveryFailure[] = [];
  const recoveries: DiscoveryScope[] = [];
  const counts = createStatistics([resource.resource]).of(resource.resource);
  const wholeTimings = { ...quickTimings, ...timings };
  const stop = new AbortController();
  let progress = 0;
  let changes = 0;
  const reflector = createReflector({
    resource,
    api,
    timings: wholeTimings,
    random,
    gate: createGate(wholeTimings, random),
    counts,
    onChange: () => {
      changes += 1;
    },
    onProgress: () => {
      progress += 1;
    },
    onFailure: (failure) => failures.push(failure),
    onRecovery: (scope) => recoveries.push(scope),
  });
  const running = reflector.run(stop.signal);
  const stopped = () => {
    stop.abort();
    return running;
  };
  t.teardown(stopped);
  const openWatches = () => server.watches(collectionOf(resource));
  return {
    objects: reflector.objects,
    failures,
    recoveries,
    counts,
    state: reflector.state,
    countProgress: () => progress,
    countChanges: () => changes,
    async catchUp() {
      await eventually(`the copy of ${resource.name} is what the server holds`, () =>
        isDeepStrictEqual(reflector.objects(), truthOf(server, resource)),
      );
    },
    async beWatching() {
      await eventually(`a watch of ${resource.name} is open`, () => openWatches().length === 1);
      const before = progress;
      for (const watch of openWatches()) watch.sendBookmark(server.store.revision());
      await eventually(`a bookmark of ${resource.name} arrived`, () => progress > before);
    },
    stop: stopped,
  };
}

/** Waits until the client has closed all that it opened. */
export async function noSocketIsOpen(server: FakeApiServer): Promise<void> {
  await eventually('no socket is open', () => server.countSockets() === 0);
}

/** What a client that misses nothing keeps of the server's objects. */
export function truthOf<Kept>(server: FakeApiServer, resource: WatchedResource<Kept>): ReadonlyMap<string, Kept> {
  const raws = server.store.objects(collectionOf(resource));
  return new Map(
    raws.flatMap((raw): [string, Kept][] => {
      const key = keyOf(raw);
      const kept = resource.cut(raw);
      return key === undefined || kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function collectionOf({ resource }: WatchedResource<unknown>): CollectionName {
  return resource as CollectionName; // a file is not watched
}
