import t from 'tap';
import { ask, namesOf, watch } from './ask.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { aDaemonSet, aDeployment, aMirrorPod, aNamespace, aNode, aPod, aReplicaSet, aStatefulSet } from './objects.ts';
import { serve, type Teardown } from './reflect.ts';

const image = 'registry.example/agent:1.0.0';

async function serveCluster(t: Teardown): Promise<FakeApiServer> {
  const server = await serve(t);
  const { store } = server;
  for (const name of ['kube-system', 'default']) store.put('namespaces', aNamespace(name));
  for (const name of ['node-2', 'node-1']) store.put('nodes', aNode(name));
  store.put('daemonsets', aDaemonSet({ name: 'agent', namespace: 'kube-system', image }));
  store.put('deployments', aDeployment({ name: 'web', image, sidecars: { proxy: image } }));
  store.put('statefulsets', aStatefulSet({ name: 'db', image, initContainers: { proxy: { image, isSidecar: true } } }));
  store.put('replicasets', aReplicaSet('web-5d9', 'web'));
  store.put('replicasets', aReplicaSet('dns-7c4', 'dns', 'kube-system'));
  store.put('pods', aPod({ name: 'web-5d9-x', image, node: 'node-2' }));
  store.put(
    'pods',
    aPod({ name: 'agent-x', namespace: 'kube-system', image, owner: { kind: 'DaemonSet', name: 'agent' } }),
  );
  store.put('pods', aMirrorPod({ name: 'etcd', image }));
  store.put('pods', aPod({ name: 'job-x', namespace: 'batch', image, phase: 'Succeeded' }));
  return server;
}

const lists: readonly (readonly [path: string, kind: string, names: readonly string[]])[] = [
  ['/api/v1/nodes', 'NodeList', ['node-1', 'node-2']],
  ['/api/v1/namespaces', 'NamespaceList', ['default', 'kube-system']],
  ['/api/v1/pods', 'PodList', ['job-x', 'web-5d9-x', 'agent-x', 'etcd-node-1']],
  ['/api/v1/namespaces/kube-system/pods', 'PodList', ['agent-x', 'etcd-node-1']],
  ['/api/v1/namespaces/nowhere/pods', 'PodList', []],
  ['/apis/apps/v1/daemonsets', 'DaemonSetList', ['agent']],
  ['/apis/apps/v1/deployments', 'DeploymentList', ['web']],
  ['/apis/apps/v1/statefulsets', 'StatefulSetList', ['db']],
  ['/apis/apps/v1/replicasets', 'ReplicaSetList', ['web-5d9', 'dns-7c4']],
  ['/apis/apps/v1/namespaces/default/replicasets', 'ReplicaSetList', ['web-5d9']],
];

t.test('collections are listed in the order of their keys, whole or by namespace', async (t) => {
  const server = await serveCluster(t);
  for (const [path, kind, names] of lists) {
    const answer = await ask(server, path);
    t.equal(answer.status, 200, path);
    t.equal(answer.body.kind, kind);
    t.strictSame(namesOf(answer), names, path);
    t.ok(
      answer.body.items?.every((item) => item.kind === undefined),
      'the list says the kind, not what is in it',
    );
  }
});

t.test('what is not there is not found, and nothing can be written', async (t) => {
  const server = await serveCluster(t);
  for (const path of ['/api/v1/secrets', '/apis/apps/v1/pods', '/api/v1/namespaces/default/nodes']) {
    t.match(await ask(server, path), { status: 404, body: { kind: 'Status', reason: 'NotFound' } }, path);
  }
  t.match(await ask(server, '/apis/batch/v1/jobs'), { status: 404, text: '404 page not found\n' });
  t.match(await ask(server, '/api/v1/pods', { method: 'DELETE' }), { status: 405 });
});

const selections: readonly (readonly [selector: string, names: readonly string[]])[] = [
  ['metadata.namespace!=batch,metadata.namespace!=default', ['agent-x', 'etcd-node-1']],
  ['metadata.namespace=batch', ['job-x']],
  ['metadata.name=agent-x', ['agent-x']],
  ['spec.nodeName==node-2', ['web-5d9-x']],
  ['status.phase!=Succeeded,status.phase!=Failed', ['web-5d9-x', 'agent-x', 'etcd-node-1']],
  ['spec.hostNetwork=false,spec.nodeName=node-2', ['web-5d9-x']],
  ['', ['job-x', 'web-5d9-x', 'agent-x', 'etcd-node-1']],
];

t.test('a field selector selects', async (t) => {
  const server = await serveCluster(t);
  for (const [selector, names] of selections) {
    const path = `/api/v1/pods?fieldSelector=${encodeURIComponent(selector)}`;
    t.strictSame(namesOf(await ask(server, path)), names, selector);
  }
  t.strictSame(namesOf(await ask(server, '/api/v1/nodes?fieldSelector=metadata.name%3Dnode-2')), ['node-2']);
});

const refusals: readonly (readonly [path: string, message: string])[] = [
  ['/api/v1/pods?fieldSelector=spec.image%3Dx', 'field label not supported: spec.image'],
  ['/api/v1/pods?fieldSelector=x', "invalid selector: 'x'; can't understand 'x'"],
  [
    '/apis/apps/v1/deployments?fieldSelector=status.phase%3Dx',
    '"status.phase" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
];

t.test('a field selector that cannot be is refused', async (t) => {
  const server = await serveCluster(t);
  for (const [path, message] of refusals) {
    t.match(await ask(server, path), { status: 400, body: { reason: 'BadRequest', message } });
  }
});

t.test('a watch of a selection is told of what comes to match, and of what ceases to', async (t) => {
  const server = await serveCluster(t);
  const query = `watch=true&resourceVersion=${server.store.revision()}`;
  const running = await watch(t, server, `/api/v1/pods?${query}&fieldSelector=status.phase%3DRunning`);
  const inBatch = await watch(t, server, `/api/v1/namespaces/batch/pods?${query}`);

  server.store.put('pods', aPod({ name: 'a', namespace: 'batch', image, phase: 'Pending' }));
  server.store.put('pods', aPod({ name: 'a', namespace: 'batch', image }));
  server.store.put('pods', aPod({ name: 'a', namespace: 'batch', image, env: { A: '1' } }));
  server.store.put('pods', aPod({ name: 'a', namespace: 'batch', image, phase: 'Failed' }));
  server.store.put('pods', aPod({ name: 'b', image }));
  server.store.remove('pods', 'a', 'batch');
  server.store.remove('pods', 'b', 'default');

  t.strictSame(await running.first(5), ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED b', 'DELETED b']);
  const deleted = running.events[2]?.object;
  t.match(deleted, { kind: 'Pod', status: { phase: 'Running' } }, 'as it was while it matched');
  const failedAt = inBatch.events[3]?.object.metadata.resourceVersion;
  t.equal(deleted?.metadata.resourceVersion, failedAt, 'at the revision at which it ceased to');
  t.strictSame(await inBatch.first(5), ['ADDED a', 'MODIFIED a', 'MODIFIED a', 'MODIFIED a', 'DELETED a']);
});

t.test('metadata alone is sent where it is asked for', async (t) => {
  const server = await serveCluster(t);
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
  const list = await ask(server, '/apis/apps/v1/daemonsets', { headers: { accept } });
  t.equal(list.body.kind, 'PartialObjectMetadataList');
  t.strictSame(Object.keys(list.body.items?.[0] ?? {}), ['kind', 'apiVersion', 'metadata']);
  const empty = await ask(server, '/apis/apps/v1/namespaces/nowhere/daemonsets', { headers: { accept } });
  t.equal(empty.body.items, null, 'nothing is null');

  const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const stream = await watch(t, server, `/apis/apps/v1/daemonsets?${query}`, {
    accept: accept.replace('MetadataList', 'Metadata'),
  });
  t.strictSame(await stream.first(2), ['ADDED agent', 'BOOKMARK of the initial events']);
  for (const { object } of stream.events) {
    t.equal(object.kind, 'PartialObjectMetadata');
    t.notOk(Object.hasOwn(object, 'spec'));
  }
});
