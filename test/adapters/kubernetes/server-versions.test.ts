import t from 'tap';
import { eventually } from '../../support/eventually.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { aDeployment, aMirrorPod, aNode, aPod, aReplicaSet } from '../../support/fake-api-server/objects.ts';
import { images, serve } from '../../support/fake-api-server/reflect.ts';
import { describeInstance, type RunningDiscovery, runDiscovery } from '../../support/fake-api-server/run-discovery.ts';

t.jobs = 4;

/** Where the feature WatchList is on by default: KEP 3157. */
const streaming = new Set([32, 34, 35, 36]);

const owner = { kind: 'ReplicaSet', name: 'agent-5d9' };

function fill({ store }: FakeApiServer): void {
  store.put('nodes', aNode('node-1', 'v1.33.7+k3s1'));
  store.put('deployments', aDeployment({ name: 'agent', namespace: 'network', image: images.tracked }));
  store.put('replicasets', aReplicaSet('agent-5d9', 'agent', 'network'));
  store.put('pods', aPod({ name: 'agent-5d9-x', namespace: 'network', image: images.tracked, owner }));
  store.put('pods', aMirrorPod({ name: 'static', image: images.tracked }));
  store.put('pods', aPod({ name: 'bare', namespace: 'shop', image: images.tracked }));
}

function instancesOf({ inventory }: RunningDiscovery): readonly string[] {
  return (inventory()?.instances ?? []).map((instance) => {
    const owner = instance.kind === 'container' ? `${instance.workload.kind}/${instance.workload.name}` : '';
    return `${describeInstance(instance)} ${owner}`.trim();
  });
}

for (let minor = 24; minor <= 36; minor += 1) {
  const isStreaming = streaming.has(minor);
  const name = `Kubernetes 1.${minor}: the cluster is known as a whole and followed, with ReplicaSets ${isStreaming ? 'streamed' : 'listed'}`;
  t.test(name, { buffered: true }, async (t) => {
    const server = await serve(t, { version: `1.${minor}` });
    fill(server);
    const discovery = runDiscovery(t, server);
    const becomes = (what: string, wanted: readonly string[]) =>
      eventually(what, () => instancesOf(discovery).join() === wanted.join(), {
        seen: () => instancesOf(discovery).join('\n'),
      });

    await becomes('the cluster is known', [
      'kube-system/static-node-1 v3.27.2 Node/node-1',
      'network/agent-5d9-x v3.27.2 Deployment/agent',
      'shop/bare v3.27.2 Pod/bare',
      'node-1 v1.33.7+k3s1',
    ]);
    server.store.put('replicasets', aReplicaSet('agent-7c4', 'agent', 'network'));
    const next = { ...owner, name: 'agent-7c4' };
    server.store.put('pods', aPod({ name: 'agent-7c4-y', namespace: 'network', image: images.newer, owner: next }));
    server.store.remove('pods', 'agent-5d9-x', 'network');
    server.store.remove('pods', 'bare', 'shop');
    await becomes('the rollout was followed', [
      'kube-system/static-node-1 v3.27.2 Node/node-1',
      'network/agent-7c4-y v3.28.0 Deployment/agent',
      'node-1 v1.33.7+k3s1',
    ]);

    t.strictSame(discovery.failures, [], 'no way of asking was anybody’s failure');
    const ofReplicaSets = server.requests.filter(({ collection }) => collection === 'replicasets');
    const lists = ofReplicaSets.filter(({ verb }) => verb === 'list');
    t.equal(lists.length, isStreaming ? 0 : 3, 'one in each namespace, or none');
    const watches = ofReplicaSets.filter(({ query }) => query.has('resourceVersion'));
    t.equal(watches.length > 0, !isStreaming, 'the stream goes on as the watch');
    t.notOk(
      server.requests.some(({ collection, query }) => collection !== 'replicasets' && query.has('sendInitialEvents')),
      'whole objects come in pages',
    );
  });
}
