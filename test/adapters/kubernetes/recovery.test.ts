import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import { inventoryOf } from '../../support/fake-api-server/churning-cluster.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { misbehaviours, openWatches } from '../../support/fake-api-server/misbehave.ts';
import { aDaemonSet, aNode, aPod, aReplicaSet } from '../../support/fake-api-server/objects.ts';
import { images, quickSurvey, quickTimings, serve } from '../../support/fake-api-server/reflect.ts';
import { runDiscovery } from '../../support/fake-api-server/run-discovery.ts';

/** The longest pause, in milliseconds, for whatever reason: so that a bound in pauses is one in time too. */
const longestPause = 200;

const timings = {
  ...quickTimings,
  backoff: [10, longestPause],
  unreachableBackoff: [10, longestPause],
  patience: longestPause,
  watchSilence: 2 * longestPause,
} as const;

/** The copy is right so many of the longest pauses after the server behaves again. Two: what was asked last, and a list. */
const usual = 2;

/** Where it takes longer. */
const bounds: Readonly<Record<string, number>> = {
  // Without a line for so long a watch is given up; then it is opened again, and may have to list.
  'has watches that are silent': 4,
  'begins streams and then: silence': 4,
  // The server asked for a second, which is five pauses.
  'asks to retry after 1': 7,
  'has no seat': 7,
  'has one seat': 7,
  'is away': 3,
};

/** Asks for two minutes at the most, so that a test cannot wait for its end: request-rates has it. */
const tooLong = 'asks to retry after 31536000';

/** Milliseconds that a machine may be busy with something else. */
const leeway = 8_000;

const namespaces = ['network', 'storage', 'kube-system'];

function fill({ store }: FakeApiServer): void {
  store.put('nodes', aNode('node-1'));
  for (const namespace of namespaces) {
    store.put('daemonsets', aDaemonSet({ name: 'agent', namespace, image: images.tracked }));
    for (const name of ['changes', 'goes', 'stays']) {
      store.put('pods', aPod({ name, namespace, image: images.tracked, owner: { kind: 'ReplicaSet', name: 'set' } }));
    }
    store.put('replicasets', aReplicaSet('set', 'one', namespace));
  }
}

function changeAll({ store }: FakeApiServer): void {
  store.put('nodes', aNode('node-1', 'v1.33.7+k3s1'));
  for (const namespace of namespaces) {
    store.put('pods', aPod({ name: 'changes', namespace, image: images.newer }));
    store.put('pods', aPod({ name: 'comes', namespace, image: images.tracked }));
    store.put('replicasets', aReplicaSet('set', 'other', namespace));
    store.remove('pods', 'goes', namespace);
  }
}

t.jobs = 8;

const ways = {
  ...misbehaviours(timings.healthyAfter),
  'is away': (server: FakeApiServer) => {
    void server.stop();
    return server.start;
  },
};

for (const [name, misbehave] of Object.entries(ways)) {
  if (name === tooLong) continue;
  const pauses = bounds[name] ?? usual;
  t.test(
    `after a server that ${name}: within ${pauses} pauses everything is known again`,
    { buffered: true },
    async (t) => {
      const server = await serve(t, { bookmarkInterval: longestPause });
      fill(server);
      const discovery = runDiscovery(t, server, { timings, surveyTimings: quickSurvey, random: () => 1 });
      const isTrue = () => isDeepStrictEqual(discovery.inventory(), inventoryOf(server));
      await eventually('the cluster is known', isTrue);

      const end = misbehave(server);
      for (const watch of openWatches(server)) watch.end();
      changeAll(server);
      const asked = server.requests.length + discovery.failures.length;
      await eventually(
        'it went on for a while',
        () => server.requests.length + discovery.failures.length > asked + 20,
        {
          limit: 1_000,
        },
      ).catch(() => undefined); // a server that keeps silent is asked rarely
      server.faults.clear();
      await end?.();
      const last = server.requests.length;

      await eventually('everything is known', isTrue, { limit: pauses * longestPause + leeway });
      await eventually(
        'all can be read',
        () => discovery.discovery.status().every(({ unreadable }) => unreadable === 0),
        {
          limit: pauses * longestPause + leeway,
        },
      );
      const perCollection = Map.groupBy(
        server.requests.slice(last),
        ({ collection, namespace }) => `${collection} ${namespace}`,
      );
      // One that was under way, a list and a watch of it, and another round.
      for (const [collection, requests] of perCollection) {
        t.ok(requests.length <= 8, `${collection} was asked for ${requests.length} times`);
      }
    },
  );
}
