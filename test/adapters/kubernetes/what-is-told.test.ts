import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { aDaemonSet, aDeployment, aNode, aPod } from '../../support/fake-api-server/objects.ts';
import { images, quickSurvey, serve, type Teardown } from '../../support/fake-api-server/reflect.ts';
import { type RunningDiscovery, runDiscovery } from '../../support/fake-api-server/run-discovery.ts';

/** A node, and a component in so many namespaces. */
async function serveCluster(t: Teardown, namespaces = 1): Promise<FakeApiServer> {
  const server = await serve(t);
  server.store.put('nodes', aNode('node-1'));
  for (let index = 0; index < namespaces; index += 1) putAgent(server, `team-${index}`);
  return server;
}

function putAgent({ store }: FakeApiServer, namespace: string): void {
  store.put('daemonsets', aDaemonSet({ name: 'agent', namespace, image: images.tracked }));
  store.put('pods', aPod({ name: 'agent', namespace, image: images.tracked }));
}

function unreadable({ discovery }: RunningDiscovery): number {
  return discovery.status().reduce((sum, each) => sum + each.unreadable, 0);
}

async function sawAll(discovery: RunningDiscovery): Promise<void> {
  await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);
}

/** Breaks every watch, so that each collection asks again. */
function breakWatches(server: FakeApiServer): void {
  for (const collection of ['nodes', 'pods', 'replicasets', 'daemonsets', 'deployments', 'statefulsets'] as const) {
    for (const watch of server.watches(collection)) watch.end();
  }
}

t.test('it speaks of what it reads of a cluster, and of nothing else', async (t) => {
  const server = await serve(t);

  t.strictSame(
    runDiscovery(t, server)
      .discovery.status()
      .map(({ resource }) => resource),
    ['nodes', 'pods', 'replicasets', 'daemonsets', 'deployments', 'statefulsets'],
  );
});

t.test('when every right is withdrawn, what was confirmed last stays', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server);
  await sawAll(discovery);

  server.deny({});
  breakWatches(server);
  await eventually('nothing can be read', () =>
    discovery.discovery.status().every(({ collections, unreadable }) => unreadable === collections),
  );
  const before = discovery.failures.length;
  await eventually('it is asked again', () => discovery.failures.length > before + 40);
  const last = discovery.confirmed.at(-1);
  const failures = discovery.failures.length;
  await eventually('it is asked again and again', () => discovery.failures.length > failures + 40);

  t.ok(Number.isFinite(discovery.confirmed.at(-1)));
  t.equal(discovery.confirmed.at(-1), last);
});

t.test('what is confirmed never grows older, also when a refused collection fails in another way', async (t) => {
  const server = await serveCluster(t);
  let clock = 1_000;
  const discovery = runDiscovery(t, server, { now: () => clock });
  await sawAll(discovery);
  const failures = (reason: string) => discovery.failures.filter((failure) => failure.reason === reason).length;

  server.deny({ collection: 'nodes' });
  for (const watch of server.watches('nodes')) watch.end();
  await eventually('nodes are refused', () => failures('forbidden') >= 3);
  clock = 2_000;
  for (const [collection, count] of [
    ['daemonsets', 1],
    ['deployments', 1],
    ['statefulsets', 1],
    ['pods', 2],
    ['replicasets', 2],
  ] as const) {
    await eventually(`${collection} are watched`, () => server.watches(collection).length === count);
    for (const watch of server.watches(collection)) watch.sendBookmark(server.store.revision());
  }
  await eventually('the others confirm', () => discovery.confirmed.at(-1) === 2_000);
  server.allow({ collection: 'nodes' });
  server.faults.add({ kind: 'status', status: 404 }, { collection: 'nodes' });
  await eventually('nodes fail otherwise', () => failures('not_found') > 0);
  for (const watch of server.watches('pods')) watch.sendBookmark(server.store.revision());
  server.store.put('pods', aPod({ name: 'agent', namespace: 'team-0', image: images.newer }));
  await eventually('pods are heard of', () => JSON.stringify(discovery.inventory()?.instances).includes('v3.28.0'));

  t.equal(discovery.confirmed.at(-1), 2_000);
});

t.test('a survey that fails when one watch of all takes its place fails no more', async (t) => {
  const server = await serveCluster(t);
  server.faults.add({ kind: 'status', status: 500 }, { collection: 'pods', namespace: '', verb: 'list' });
  const discovery = runDiscovery(t, server);
  await eventually('the survey fails', () => unreadable(discovery) === 1);

  server.faults.clear();
  server.faults.add({ kind: 'slow', delay: 200 }, { collection: 'pods', namespace: '', verb: 'list' });
  for (let index = 1; index < 22; index += 1) putAgent(server, `team-${index}`);
  await eventually('one watch is left', () => server.watches('pods').length === 1 && discovery.inventory());

  t.equal(unreadable(discovery), 0);
  t.match(discovery.told.at(-1), { kind: 'recovery', scope: { resource: 'pods', namespace: undefined } });
});

t.test('until all pods are read as one, the namespaces read so far are not taken for all', async (t) => {
  const server = await serveCluster(t);
  server.faults.add({ kind: 'status', status: 403 }, { collection: 'pods', namespace: '' });
  const discovery = runDiscovery(t, server);
  await eventually('the first inventory', () => discovery.inventory());

  for (let index = 1; index < 22; index += 1) putAgent(server, `team-${index}`);
  await eventually('all pods are asked for', () =>
    discovery.failures.some(({ namespace, reason }) => namespace === undefined && reason === 'forbidden'),
  );
  await eventually('the namespaces are read', () => (discovery.inventory()?.instances.length ?? 0) >= 20);

  t.equal(discovery.inventory()?.seesAllPods, false);
  server.faults.clear();
  await sawAll(discovery);
});

t.test('a namespace that is let go while it fails fails no more', async (t) => {
  const server = await serveCluster(t);
  let clock = 0;
  const discovery = runDiscovery(t, server, {
    now: () => clock,
    surveyTimings: { ...quickSurvey, settle: 60_000 },
  });
  await sawAll(discovery);
  server.store.remove('daemonsets', 'agent', 'team-0');
  server.store.remove('pods', 'agent', 'team-0');
  await eventually('the pod is gone', () => discovery.inventory()?.instances.length === 0);

  server.deny({ namespaces: ['team-0'] });
  breakWatches(server);
  await eventually('both collections are refused', () => unreadable(discovery) === 2);
  clock += 11 * 60_000;
  server.store.put('nodes', aNode('node-2'));
  await eventually('it is let go', () => unreadable(discovery) === 0);

  t.match(discovery.told.slice(-2), [
    { kind: 'recovery', scope: { resource: 'pods', namespace: 'team-0' } },
    { kind: 'recovery', scope: { resource: 'replicasets', namespace: 'team-0' } },
  ]);
});

t.test('a look into a namespace that fails is well again when that namespace answers', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server, { surveyTimings: { ...quickSurvey, settle: 0 } });
  await sawAll(discovery);
  server.faults.add({ kind: 'status', status: 500 }, { collection: 'pods', namespace: 'shop', times: 1 });
  server.faults.add({ kind: 'status', status: 410 }, { collection: 'pods', namespace: 'shop', times: 1 });

  server.store.put('deployments', aDeployment({ name: 'web', namespace: 'shop', image: images.untracked }));
  await eventually('it failed', () => discovery.failures.length === 1);
  server.store.put('deployments', aDeployment({ name: 'web', namespace: 'garden', image: images.untracked }));
  await eventually('the survey is well', () => discovery.recoveries.length === 1);

  t.match(discovery.recoveries, [{ resource: 'pods', namespace: 'shop' }]);
});
