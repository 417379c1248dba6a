import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import {
  aDaemonSet,
  aDeployment,
  aMirrorPod,
  aNode,
  aPod,
  aStatefulSet,
} from '../../support/fake-api-server/objects.ts';
import { images, noSocketIsOpen, quickSurvey, serve, type Teardown } from '../../support/fake-api-server/reflect.ts';
import {
  aDiscovery,
  describeInstance,
  type RunningDiscovery,
  runDiscovery,
} from '../../support/fake-api-server/run-discovery.ts';

const { signal } = new AbortController();

/** A node, a DaemonSet in `network`, and a namespace full of what nobody asks for. */
async function serveCluster(t: Teardown): Promise<FakeApiServer> {
  const server = await serve(t);
  server.store.put('nodes', aNode('node-1'));
  server.store.put('daemonsets', aDaemonSet({ name: 'calico', namespace: 'network', image: images.tracked }));
  server.store.put('pods', aPod({ name: 'calico-1', namespace: 'network', image: images.tracked }));
  server.store.put('deployments', aDeployment({ name: 'web', namespace: 'shop', image: images.untracked }));
  for (let index = 0; index < 5; index += 1) {
    server.store.put('pods', aPod({ name: `web-${index}`, namespace: 'shop', image: images.untracked }));
  }
  return server;
}

function instancesOf({ inventory }: RunningDiscovery): readonly string[] {
  return inventory()?.instances.map(describeInstance) ?? [];
}

function watchedNamespaces(server: FakeApiServer): readonly (string | undefined)[] {
  return [...new Set(server.watches('pods').map(({ namespace }) => namespace))].sort();
}

async function finds(discovery: RunningDiscovery, instance: string): Promise<void> {
  await eventually(`${instance} is found`, () => instancesOf(discovery).includes(instance), {
    seen: () => instancesOf(discovery).join('\n'),
  });
}

t.test('pods are watched where catalogued components live, and where the control plane does', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'network/calico-1 v3.27.2');
  await eventually('both watches are open', () => server.watches('pods').length === 2);

  t.strictSame(watchedNamespaces(server), ['kube-system', 'network']);
  t.strictSame(instancesOf(discovery), ['network/calico-1 v3.27.2']);
});

t.test('events of other namespaces do not arrive', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server);
  await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);
  const bytes = () => discovery.discovery.status().reduce((sum, status) => sum + status.bytes, 0);
  const before = bytes();

  for (let index = 0; index < 50; index += 1) {
    server.store.put('pods', aPod({ name: `job-${index}`, namespace: 'shop', image: images.untracked }));
  }
  server.store.put('pods', aPod({ name: 'calico-2', namespace: 'network', image: images.tracked }));
  await finds(discovery, 'network/calico-2 v3.27.2');

  t.ok(bytes() - before < 2_000, `${bytes() - before} bytes`);
});

const workloads = { daemonsets: aDaemonSet, deployments: aDeployment, statefulsets: aStatefulSet } as const;

for (const [collection, aWorkload] of Object.entries(workloads)) {
  t.test(`a component in one of the ${collection} of a new namespace is found`, async (t) => {
    const server = await serveCluster(t);
    const discovery = runDiscovery(t, server, { surveyTimings: { ...quickSurvey, settle: 60_000 } });
    await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);

    const place = { name: 'agent', namespace: 'new' };
    server.store.put(collection as keyof typeof workloads, aWorkload({ ...place, image: images.newer }));
    server.store.put('pods', aPod({ ...place, image: images.newer }));

    await finds(discovery, 'new/agent v3.28.0');
  });
}

t.test('static pods of the control plane are found, though no workload tells of them', async (t) => {
  const server = await serveCluster(t);
  server.store.put('pods', aMirrorPod({ name: 'etcd', image: 'registry.k8s.io/etcd:3.5.9-0' }));
  server.store.put('pods', aMirrorPod({ name: 'static', image: images.tracked }));
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'kube-system/static-node-1 v3.27.2');
});

t.test('a pod that no template tells of is found by the survey, and followed from then on', async (t) => {
  const server = await serveCluster(t);
  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'shop/bare v3.27.2');
  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.newer }));

  await finds(discovery, 'shop/bare v3.28.0');
  const surveys = server.requests.filter(({ query }) => query.has('fieldSelector'));
  t.strictSame(
    surveys.map(({ query }) => query.get('fieldSelector')),
    ['metadata.namespace!=kube-system,metadata.namespace!=network'],
    'one walk, through what is not followed anyway',
  );
});

t.test('the survey comes again, sooner the less there is to look at', async (t) => {
  const server = await serveCluster(t);
  const surveyTimings = { ...quickSurvey, interval: [20, 60_000], share: 1 } as const;
  const discovery = runDiscovery(t, server, { surveyTimings });
  await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);

  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));

  await finds(discovery, 'shop/bare v3.27.2');
});

t.test('a sidecar that a webhook adds is found soon after its workload appeared', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server);
  await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);

  server.store.put('deployments', aDeployment({ name: 'api', namespace: 'new', image: images.untracked }));
  const pod = aPod({ name: 'api-1', namespace: 'new', image: images.untracked, sidecars: { agent: images.tracked } });
  server.store.put('pods', pod);

  await finds(discovery, 'new/api-1 v3.27.2');
});

t.test(
  'a namespace whose workload is gone is dropped only when nothing tracked has run there for a while',
  async (t) => {
    const server = await serveCluster(t);
    let clock = 0;
    const discovery = runDiscovery(t, server, { now: () => clock });
    await finds(discovery, 'network/calico-1 v3.27.2');

    server.store.remove('daemonsets', 'calico', 'network');
    await eventually(
      'the workload is gone',
      () => discovery.discovery.status().find(({ resource }) => resource === 'daemonsets')?.kept === 0,
    );
    t.strictSame(instancesOf(discovery), ['network/calico-1 v3.27.2'], 'its pod still runs');
    server.store.remove('pods', 'calico-1', 'network');
    await eventually('the pod is gone', () => instancesOf(discovery).length === 0);
    t.strictSame(watchedNamespaces(server), ['kube-system', 'network']);

    clock += 11 * 60_000;
    server.store.put('nodes', aNode('node-2'));
    await eventually('it is dropped', () => !watchedNamespaces(server).includes('network'));
  },
);

t.test('above twenty namespaces one watch of all takes their place, and nothing is lost meanwhile', async (t) => {
  const server = await serveCluster(t);
  const discovery = runDiscovery(t, server);
  await finds(discovery, 'network/calico-1 v3.27.2');

  for (let index = 0; index < 21; index += 1) {
    const place = { name: 'agent', namespace: `team-${index}`, image: images.newer };
    server.store.put('daemonsets', aDaemonSet(place));
    server.store.put('pods', aPod(place));
  }
  for (let looks = 0; watchedNamespaces(server).join() !== '' && looks < 500; looks += 1) {
    t.ok(instancesOf(discovery).includes('network/calico-1 v3.27.2'));
    await eventually('a turn', () => true);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }

  t.strictSame(watchedNamespaces(server), [undefined]);
  await finds(discovery, 'team-20/agent v3.28.0');
  t.equal(instancesOf(discovery).length, 22);
});

t.test('where all pods may not be read as one, more than twenty namespaces are followed one by one', async (t) => {
  const server = await serveCluster(t);
  const namespaces = Array.from({ length: 22 }, (_, index) => `team-${index}`);
  server.deny({ collection: 'pods' });
  server.allow({ collection: 'pods', namespaces: [...namespaces, 'kube-system', 'network'] });
  const place = (namespace: string) => ({ name: 'agent', namespace, image: images.newer });
  for (const namespace of namespaces.slice(1)) {
    server.store.put('daemonsets', aDaemonSet(place(namespace)));
    server.store.put('pods', aPod(place(namespace)));
  }
  const discovery = runDiscovery(t, server);
  await finds(discovery, 'team-21/agent v3.28.0');

  server.store.put('daemonsets', aDaemonSet(place('team-0')));
  server.store.put('pods', aPod(place('team-0')));

  await finds(discovery, 'team-0/agent v3.28.0');
  t.ok(unreadable(discovery) > 0, 'and that is told');
});

t.test('a namespace that may not be looked into does not hold up the survey', async (t) => {
  const server = await serveCluster(t);
  server.deny({ collection: 'pods', namespaces: ['closed'] });
  const discovery = runDiscovery(t, server);
  await eventually('the survey is over', () => discovery.inventory()?.seesAllPods === true);

  for (const namespace of ['closed', 'open']) {
    server.store.put('deployments', aDeployment({ name: 'api', namespace, image: images.untracked }));
    const pod = { name: 'api-1', namespace, image: images.untracked, sidecars: { agent: images.tracked } };
    server.store.put('pods', aPod(pod));
  }

  await finds(discovery, 'open/api-1 v3.27.2');
  t.match(discovery.failures, [{ resource: 'pods', namespace: 'closed', reason: 'forbidden' }]);
});

t.test('limited to namespaces, it asks for nothing else of namespaced objects', async (t) => {
  const server = await serveCluster(t);
  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));
  const discovery = runDiscovery(t, server, { namespaces: ['network'] });

  await finds(discovery, 'network/calico-1 v3.27.2');

  const asked = new Set(server.requests.map(({ collection, namespace = '' }) => `${collection} ${namespace}`.trim()));
  t.strictSame([...asked].sort(), ['nodes', 'pods network', 'replicasets network']);
  t.equal(discovery.inventory()?.seesAllPods, false, 'what is not here may run elsewhere');
});

t.test('limited to namespaces and without a right to nodes, the rest is told, and that is no alarm', async (t) => {
  const server = await serveCluster(t);
  server.deny({});
  server.allow({ namespaces: ['network'] });
  const discovery = runDiscovery(t, server, { namespaces: ['network'] });

  await finds(discovery, 'network/calico-1 v3.27.2');

  t.match(discovery.failures[0], { resource: 'nodes', namespace: undefined, reason: 'forbidden' });
  t.match(
    discovery.failures[0]?.message,
    /^may not list nodes; grant the verbs list and watch on nodes \(nodes is forbidden: User/,
  );
  t.ok(discovery.confirmed.length > 0);
  t.equal(unreadable(discovery), 0);
});

t.test('one read without a right to nodes says what it leaves out', async (t) => {
  const server = await serveCluster(t);
  server.deny({});
  server.allow({ namespaces: ['network'] });
  const unseen: string[] = [];

  const { instances } = await aDiscovery(t, server, {
    namespaces: ['network'],
    onUnseen: (message) => unseen.push(message),
  }).readOnce(signal);

  t.strictSame(instances.map(describeInstance), ['network/calico-1 v3.27.2']);
  t.equal(unseen.length, 1);
  t.match(unseen[0], /^may not list nodes; .*; conditions on nodes stay unknown, and processes on nodes are left out$/);
});

function unreadable({ discovery }: RunningDiscovery): number {
  return discovery.status().reduce((sum, status) => sum + status.unreadable, 0);
}

t.test('nodes that may not be read do not hold up the rest, and are told of as a part that is not seen', async (t) => {
  const server = await serveCluster(t);
  server.deny({ collection: 'nodes' });
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'network/calico-1 v3.27.2');
  t.equal(unreadable(discovery), 1);

  server.allow({ collection: 'nodes' });
  await eventually('they are read as soon as they may be', () => discovery.inventory()?.nodes.length === 1);
  t.match(discovery.recoveries, [{ resource: 'nodes', namespace: undefined }]);
  t.equal(unreadable(discovery), 0);
});

t.test('a refusal that passes, as of a server that starts, is waited for', async (t) => {
  const server = await serveCluster(t);
  server.faults.add({ kind: 'status', status: 403 }, { collection: 'nodes', times: 2 });
  const discovery = runDiscovery(t, server);

  await eventually('the first inventory', () => discovery.countChanges() > 0);

  t.equal(discovery.inventory()?.nodes.length, 1);
});

t.test('where workloads may not be read, the survey tells where components live', async (t) => {
  const server = await serveCluster(t);
  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));
  for (const collection of Object.keys(workloads)) server.deny({ collection: collection as keyof typeof workloads });
  const discovery = runDiscovery(t, server);

  await eventually('the first inventory', () => discovery.countChanges() > 0);
  await finds(discovery, 'shop/bare v3.27.2');
  await finds(discovery, 'network/calico-1 v3.27.2');
  t.equal(unreadable(discovery), 3);
});

t.test('without any right there is no inventory, and each failure names what is missing', async (t) => {
  const server = await serveCluster(t);
  server.deny({});
  const discovery = runDiscovery(t, server);

  const named = () =>
    new Set(discovery.failures.map(({ message }) => /^may not \w+ (?<what>[^;]+)/.exec(message)?.groups?.['what']));
  await eventually('each was refused', () => named().size === 6);

  t.strictSame([...named()].sort(), [
    'daemonsets.apps',
    'deployments.apps',
    'nodes',
    'pods in kube-system',
    'replicasets.apps in kube-system',
    'statefulsets.apps',
  ]);
  t.equal(discovery.countChanges(), 0);
  t.strictSame(discovery.confirmed, []);
});

t.test('a walk that the server forgets midway goes on with what there is', async (t) => {
  const server = await serveCluster(t);
  for (let index = 0; index < 600; index += 1) {
    server.store.put('pods', aPod({ name: `job-${index}`, namespace: 'shop', image: images.untracked }));
  }
  server.store.put('pods', aPod({ name: 'zz', namespace: 'shop', image: images.tracked }));
  server.faults.add({ kind: 'expired-token' }, { collection: 'pods', namespace: '', laterPage: true, times: 2 });
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'shop/zz v3.27.2');

  t.strictSame(discovery.failures, [], 'that is nobody’s failure');
});

t.test('a survey that fails is told of, tried again, and disturbs nothing else', async (t) => {
  const server = await serveCluster(t);
  server.store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));
  server.faults.add({ kind: 'status', status: 500 }, { collection: 'pods', namespace: '', times: 3 });
  const discovery = runDiscovery(t, server);

  await finds(discovery, 'network/calico-1 v3.27.2');
  await finds(discovery, 'shop/bare v3.27.2');

  t.strictSame(
    discovery.failures.map(({ resource, namespace, reason }) => [resource, namespace, reason]),
    [1, 2, 3].map(() => ['pods', undefined, 'server_error']),
  );
  t.match(discovery.recoveries, [{ resource: 'pods', namespace: undefined }]);
});

t.test('it stops at once in the middle of a survey, and leaves nothing open', async (t) => {
  const server = await serveCluster(t);
  server.faults.add({ kind: 'hang' }, { collection: 'pods', namespace: '' });
  const { stop } = runDiscovery(t, server);
  await eventually('the survey has begun', () => server.requests.some(({ query }) => query.has('fieldSelector')));

  const began = performance.now();
  await stop();

  t.ok(performance.now() - began < 500, 'it took no time');
  await noSocketIsOpen(server);
  t.match(server.held(), { requests: 0, watches: 0, subscribers: 0 });
});
