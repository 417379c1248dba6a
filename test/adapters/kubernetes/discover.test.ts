import t from 'tap';
import { ApiError } from '../../../src/adapters/http-client/api-error.ts';
import type { KubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import { createKubernetesDiscovery } from '../../../src/adapters/kubernetes/discover.ts';
import type { DiscoveryFailure, ReadInventory } from '../../../src/app/discovery.ts';
import { UserError } from '../../../src/app/user-error.ts';
import type { Instance, Inventory } from '../../../src/core/inventory/inventory.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import type { Fault, Where } from '../../support/fake-api-server/faults.ts';
import { aDeployment, aNode, aPod, aReplicaSet } from '../../support/fake-api-server/objects.ts';
import {
  connect,
  images,
  noSocketIsOpen,
  quickSurvey,
  quickTimings,
  recogniser,
  serve,
  type Teardown,
  wanted,
} from '../../support/fake-api-server/reflect.ts';

const deps = {
  recogniser,
  wanted,
  namespaces: undefined,
  timings: quickTimings,
  surveyTimings: quickSurvey,
  random: Math.random,
  onUnseen: () => undefined,
};

function discoveryOf(t: Teardown, server: Pick<FakeApiServer, 'url'>, now: () => number = () => Date.now()) {
  return createKubernetesDiscovery({ ...deps, api: connect(t, server), now });
}

/** A cluster of one node, where a Deployment and a bare pod run calico-node. */
async function serveCluster(t: Teardown): Promise<FakeApiServer> {
  const server = await serve(t);
  const owner = { kind: 'ReplicaSet', name: 'typha-5d9' };
  server.store.put('nodes', aNode('node-1', 'v1.33.7+k3s1'));
  server.store.put('deployments', aDeployment({ name: 'typha', image: images.tracked }));
  server.store.put('replicasets', aReplicaSet('typha-5d9', 'typha'));
  server.store.put('pods', aPod({ name: 'typha-5d9-x', image: images.tracked, owner }));
  server.store.put('pods', aPod({ name: 'calico', image: images.tracked }));
  server.store.put('pods', aPod({ name: 'web', image: images.untracked }));
  return server;
}

/** A discovery that runs until the test ends, and what it told. */
function run(t: Teardown, server: FakeApiServer, now?: () => number) {
  const inventories: Inventory[] = [];
  const confirmed: number[] = [];
  const failures: DiscoveryFailure[] = [];
  const stop = new AbortController();
  const running = discoveryOf(t, server, now).run(
    {
      onChange: (read) => inventories.push(finish(read())),
      onConfirmed: (at) => confirmed.push(at),
      onFailure: (failure) => failures.push(failure),
      onRecovery: () => undefined,
    },
    stop.signal,
  );
  const stopped = () => {
    stop.abort();
    return running;
  };
  t.teardown(stopped);
  return { inventories, confirmed, failures, stop: stopped };
}

function describe(instance: Instance): string {
  const version = instance.version.ok ? instance.version.version.text : instance.version.reason;
  const place = instance.kind === 'container' ? `${instance.workload.kind}/${instance.workload.name}` : '';
  return `${instance.component.id} ${version} ${place} on ${instance.node?.name}`;
}

const wholeCluster = [
  'calico-node v3.27.2 Pod/calico on node-1',
  'calico-node v3.27.2 Deployment/typha on node-1',
  'k3s-agent v1.33.7+k3s1  on node-1',
];

t.test('one read gives the inventory, with workloads and nodes', async (t) => {
  const server = await serveCluster(t);

  const { instances, nodes } = await discoveryOf(t, server).readOnce(new AbortController().signal);

  t.strictSame(instances.map(describe), wholeCluster);
  t.match(nodes, [{ name: 'node-1', kubeletVersion: 'v1.33.7+k3s1' }]);
  t.strictSame(server.requests.map(({ collection }) => collection).sort(), ['nodes', 'pods', 'replicasets']);
  await noSocketIsOpen(server);
});

t.test('a second read opens its connections again', async (t) => {
  const server = await serveCluster(t);
  const discovery = discoveryOf(t, server);
  await discovery.readOnce(new AbortController().signal);

  const { instances } = await discovery.readOnce(new AbortController().signal);

  t.equal(instances.length, wholeCluster.length);
});

for (const collection of ['nodes', 'pods', 'replicasets', 'deployments'] as const) {
  t.test(`there is no inventory before the ${collection} are listed`, async (t) => {
    const server = await serveCluster(t);
    server.faults.add({ kind: 'status', status: 503 }, { collection });
    const { inventories, confirmed, failures } = run(t, server);

    await eventually('it was tried for longer than changes are gathered', () => failures.length > 12);
    t.equal(inventories.length, 0);
    t.equal(confirmed.length, 0);
    t.ok(failures.every(({ resource, reason }) => resource === collection && reason === 'server_error'));

    server.faults.clear();
    await eventually('the first inventory', () => inventories.length > 0);
    t.strictSame(inventories[0]?.instances.map(describe), wholeCluster);
    t.ok(confirmed.length > 0);
  });
}

t.test('after changes the inventory is another one, in which the rest is the same', async (t) => {
  const server = await serveCluster(t);
  const { inventories } = run(t, server);
  await eventually('the first inventory', () => inventories.length > 0);

  server.store.put('pods', aPod({ name: 'calico', image: images.untracked }));
  server.store.put('pods', aPod({ name: 'calico', image: images.newer }));
  server.store.remove('pods', 'typha-5d9-x', 'default');
  await eventually('the last change', () => inventories.at(-1)?.instances.length === 2);

  t.strictSame(inventories.at(-1)?.instances.map(describe), [
    'calico-node v3.28.0 Pod/calico on node-1',
    'k3s-agent v1.33.7+k3s1  on node-1',
  ]);
  t.equal(inventories.at(-1)?.instances[1], inventories[0]?.instances[2]);
});

t.test('an inventory is made when it is wanted, of what is known by then', async (t) => {
  const server = await serveCluster(t);
  const stop = new AbortController();
  let firstRead: ReadInventory | undefined;
  let changes = 0;
  const running = discoveryOf(t, server).run(
    {
      onChange(read) {
        firstRead ??= read;
        changes += 1;
      },
      onConfirmed: () => undefined,
      onFailure: () => undefined,
      onRecovery: () => undefined,
    },
    stop.signal,
  );
  t.teardown(() => stop.abort());
  await eventually('the first inventory', () => changes > 0);
  await eventually('the survey is over', () => server.requests.some(({ query }) => query.has('fieldSelector')));
  const before = changes;
  server.store.put('pods', aPod({ name: 'calico', image: images.newer }));
  await eventually('a change', () => changes > before);
  stop.abort();
  await running;

  t.match(firstRead && finish(firstRead()).instances.map(describe), ['calico-node v3.28.0 Pod/calico on node-1']);
});

t.test('what is confirmed is as old as the collection heard of least recently', async (t) => {
  const server = await serveCluster(t);
  const all = ['nodes', 'daemonsets', 'deployments', 'statefulsets', 'pods', 'replicasets'] as const;
  let clock = 1_000;
  let asked = 0;
  const { confirmed } = run(t, server, () => {
    asked += 1;
    return clock;
  });
  /** To each watch of the collection: pods and ReplicaSets are followed in two namespaces. */
  const hearOf = async (collection: (typeof all)[number]) => {
    const watches = server.watches(collection);
    const before = asked;
    for (const watch of watches) watch.sendBookmark(server.store.revision());
    await eventually(`the bookmarks of ${collection} arrived`, () => asked === before + watches.length);
  };
  await eventually('all watches are open', () => all.every((name) => server.watches(name).length > 0));
  await eventually('those of both namespaces', () => server.watches('replicasets').length === 2);
  await eventually('they brought what there is', () => confirmed.length > 0);
  t.strictSame(confirmed, [1_000], 'once, when the last of them was listed');

  for (const collection of all) {
    t.strictSame(confirmed, [1_000], `before ${collection}`);
    clock += 1_000;
    await hearOf(collection);
  }
  t.strictSame(confirmed, [1_000, 2_000], 'nodes were heard of first');

  clock += 1_000;
  await hearOf('nodes');
  t.strictSame(confirmed, [1_000, 2_000, 3_000]);
});

t.test('while one collection cannot be read, nothing newer is confirmed', async (t) => {
  const server = await serveCluster(t);
  let clock = 1_000;
  const { confirmed, failures, inventories } = run(t, server, () => clock);
  await eventually('all is told', () => inventories.at(-1)?.seesAllPods === true);
  server.faults.add({ kind: 'status', status: 500 }, { collection: 'nodes' });
  for (const watch of server.watches('nodes')) watch.end();
  await eventually('nodes fail', () => failures.length > 0);

  clock = 9_000;
  server.store.put('pods', aPod({ name: 'calico', image: images.newer }));
  await eventually('pods are heard of', () =>
    inventories.at(-1)?.instances.some(({ version }) => version.ok && version.version.text === 'v3.28.0'),
  );

  t.strictSame(confirmed, [1_000]);
});

t.test('a discovery that stops leaves nothing open', async (t) => {
  const server = await serveCluster(t);
  const { inventories, stop } = run(t, server);
  await eventually('the first inventory', () => inventories.length > 0);

  const began = performance.now();
  await stop();

  t.ok(performance.now() - began < 500, 'it took no time');
  await noSocketIsOpen(server);
});

t.test('one read whose first list fails stops the others', async (t) => {
  const signals: AbortSignal[] = [];
  const api: KubernetesApi = {
    server: 'https://test',
    get({ path, signal }) {
      signals.push(signal);
      const forbidden = new ApiError('forbidden', 'may not list nodes');
      return path.startsWith('/api/v1/nodes') ? Promise.reject(forbidden) : new Promise(() => undefined);
    },
    close: async () => undefined,
  };
  const discovery = createKubernetesDiscovery({ ...deps, api, now: () => 0 });

  await t.rejects(discovery.readOnce(new AbortController().signal), { message: /may not list nodes; ask for/ });

  t.equal(signals.length, 3);
  t.ok(signals.every(({ aborted }) => aborted));
});

interface Unreadable {
  readonly fault: Fault;
  readonly where?: Where;
  readonly message: RegExp;
}

const unreadable: Readonly<Record<string, Unreadable>> = {
  'status 401': { fault: { kind: 'status', status: 401 }, message: /status 401.*; renew the credentials/ },
  'status 403': {
    fault: { kind: 'status', status: 403, message: 'User "viewer" cannot list resource "replicasets"' },
    where: { collection: 'replicasets' },
    message:
      /may not list replicasets\.apps; grant the verbs list and watch on replicasets\.apps .*"viewer".*; ask for/,
  },
  'a page of HTML': {
    fault: { kind: 'text', text: '<html>log in</html>' },
    message: /not a Kubernetes list.*; check the server in the kubeconfig/,
  },
  'status 404': { fault: { kind: 'status', status: 404 }, message: /status 404.*; check the server/ },
  'status 503': { fault: { kind: 'status', status: 503 }, message: /status 503.*; try again in a while/ },
};

/** A sentence has no line breaks and no question in its middle; what people read here is one. */
const oneSentence = /^[^\n?]+$/;

for (const [name, { fault, where, message }] of Object.entries(unreadable)) {
  t.test(`one read that meets ${name} says what to do`, async (t) => {
    const server = await serveCluster(t);
    server.faults.add(fault, where);

    const error: unknown = await discoveryOf(t, server)
      .readOnce(new AbortController().signal)
      .catch((thrown: unknown) => thrown);

    t.type(error, UserError);
    t.match(error, { code: 'CLUSTER_UNREACHABLE', message });
    t.match(error, { message: oneSentence });
    t.ok((error as UserError).message.startsWith(`cannot read the cluster at ${server.url}: `));
    await noSocketIsOpen(server);
  });
}

t.test('one read of a server that is not there says so', async (t) => {
  const server = await serveCluster(t);
  await server.stop();

  const reading = discoveryOf(t, server).readOnce(new AbortController().signal);

  await t.rejects(reading, {
    name: 'UserError',
    message: `cannot read the cluster at ${server.url}: connection refused; check the server in the kubeconfig, or choose another context with --context`,
  });
  await server.start();
});

t.test('one read of an address that is none says so', async (t) => {
  const reading = discoveryOf(t, { url: 'http://[' }).readOnce(new AbortController().signal);

  await t.rejects(reading, {
    name: 'UserError',
    message: /^cannot read the cluster at http:\/\/\[: Invalid URL; check/,
  });
});

t.test('one read that is stopped is no failure of the cluster', async (t) => {
  const server = await serveCluster(t);
  server.faults.add({ kind: 'hang' });
  const stop = new AbortController();
  const reading = discoveryOf(t, server).readOnce(stop.signal);
  await eventually('the lists were asked for', () => server.requests.length === 3);

  stop.abort();

  await t.rejects(reading, { name: 'AbortError' });
  await noSocketIsOpen(server);
});
