import t from 'tap';
import type { Instance, Inventory, NodeFacts } from '../../../src/core/inventory/inventory.ts';
import type { PodObject } from '../../../src/core/inventory/kubernetes-objects.ts';
import type { SeriesScope } from '../../../src/core/series/series-scope.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { kubeStateMetrics, type RawObject } from '../../support/fake-prometheus/kube-state-metrics.ts';
import { inventoryOf, readDirectly } from '../../support/fake-prometheus/read-directly.ts';
import { aSeries, type FakeSeries, fakeNow, withLabels } from '../../support/fake-prometheus/series.ts';

const { catalog } = await builtInCatalog();
const byCluster: SeriesScope = { clusterLabel: 'cluster', clusters: [] };

/** A node that runs a pod of coredns, from a Deployment. */
const objects = [
  aRawNode({
    name: 'node-1',
    kubelet: 'v1.33.7+k3s1',
    kernel: '5.4.0-1-generic',
    capacity: { cpu: '4', memory: '8Gi' },
  }),
  aRawPod({
    name: 'coredns-5d9-x',
    owner: { kind: 'ReplicaSet', name: 'coredns-5d9' },
    containers: [{ name: 'coredns', image: 'coredns/coredns:1.11.1' }],
  }),
  aReplicaSet('coredns-5d9', 'coredns'),
];

function aReplicaSet(name: string, deployment: string): RawObject {
  const owner = { kind: 'Deployment', name: deployment, controller: true };
  return { kind: 'ReplicaSet', metadata: { name, namespace: 'kube-system', ownerReferences: [owner] } };
}

function read(series: readonly FakeSeries[], scope?: SeriesScope): Inventory {
  const { nodes, instances, seesAllPods } = inventoryOf(readDirectly(series, catalog, scope), catalog);
  return { nodes, instances: instances.filter(({ component }) => !isOnEveryNode.has(component.id)), seesAllPods };
}

/** What is not worth a word in every test. */
const isOnEveryNode = new Set(['kubelet']);

function describe(instance: Instance): string {
  const version = instance.version.ok ? instance.version.version.text : instance.version.reason;
  const place =
    instance.kind === 'container' ? `${instance.workload.kind}/${instance.workload.name} ${instance.pod}` : 'process';
  return `${instance.component.id} ${version} ${place} on ${instance.nodeName}`;
}

function describeAll(series: readonly FakeSeries[], scope?: SeriesScope): readonly string[] {
  return read(series, scope).instances.map(describe);
}

function nodeOf(series: readonly FakeSeries[]): NodeFacts {
  const [node] = read(series).nodes;
  if (!node) throw new Error('no node');
  return node;
}

function podOf(series: readonly FakeSeries[]): PodObject {
  const [reading] = readDirectly(series, catalog);
  const pods = reading?.ok === true ? [...reading.objects.pods] : [];
  if (!pods[0]) throw new Error('no pod');
  return pods[0];
}

/** All series of a metric changed. */
function change(series: readonly FakeSeries[], name: string, to: (one: FakeSeries) => readonly FakeSeries[]) {
  return series.flatMap((one) => (one.name === name ? to(one) : [one]));
}

const whole = kubeStateMetrics(objects);
const coredns = 'coredns 1.11.1 Deployment/coredns coredns-5d9-x on node-1';

t.test('containers are found with their workload and their node', async (t) => {
  t.strictSame(describeAll(whole), [coredns]);
});

t.test('a node has what kube_node_info and kube_node_status_capacity say', async (t) => {
  const node = aRawNode({
    name: 'node-1',
    kernel: '6.8.0-45-generic',
    osImage: 'Ubuntu 24.04',
    providerID: 'aws:///eu-west-1a/i-0',
    runtime: 'containerd://1.7.2',
    capacity: { cpu: '3920m', memory: '16Gi', 'ephemeral-storage': '1' },
  });
  t.match(nodeOf(kubeStateMetrics([node, ...objects.slice(1)])), {
    cluster: undefined,
    kubeletVersion: 'v1.31.6',
    kernelVersion: '6.8.0-45-generic',
    osImage: 'Ubuntu 24.04',
    providerId: 'aws:///eu-west-1a/i-0',
    containerRuntime: 'containerd://1.7.2',
    capacity: { cpu: 3.92, memory: 2 ** 34 },
  });
});

t.test('what kube_node_info leaves out is not known', async (t) => {
  t.match(nodeOf(kubeStateMetrics([aRawNode({ kubelet: '' }), ...objects.slice(1)])), {
    kubeletVersion: '',
    kernelVersion: undefined,
    osImage: undefined,
    providerId: undefined,
    containerRuntime: undefined,
    capacity: { cpu: undefined, memory: undefined },
  });
});

t.test('what no series shows of a container cannot be seen', async (t) => {
  t.match(podOf(whole).containers, [{ flags: undefined, environment: { values: new Map(), mayHaveMore: true } }]);
});

t.test('a finished pod does not count', async (t) => {
  for (const [phase, count] of [
    ['Succeeded', 0],
    ['Failed', 0],
    ['Pending', 1],
    ['Running', 1],
    ['Unknown', 1],
  ] as const) {
    const pod = aRawPod({ image: 'coredns/coredns:1.11.1', phase });
    t.equal(describeAll(kubeStateMetrics([aRawNode(), pod])).length, count, phase);
  }
});

t.test('a pod that ended has ended, whatever a replica that lags behind says', async (t) => {
  for (const order of [
    ['Succeeded', 'Running'],
    ['Running', 'Succeeded'],
  ]) {
    const lagging = change(whole, 'kube_pod_status_phase', () => []);
    const own = { namespace: 'kube-system', pod: 'coredns-5d9-x', uid: 'uid-of-coredns-5d9-x' };
    const phases = order.map((phase, index) =>
      aSeries('kube_pod_status_phase', { ...own, phase, instance: String(index) }),
    );
    t.strictSame(describeAll([...lagging, ...phases]), []);
  }
});

t.test('a pod without a node does not count', async (t) => {
  t.strictSame(describeAll(kubeStateMetrics([aRawNode(), aRawPod({ node: '' })])), []);
});

t.test('init containers do not count, sidecars do where kube-state-metrics tells them apart', async (t) => {
  const image = 'coredns/coredns:1.11.1';
  const pod = aRawPod({ containers: [] });
  const spec = {
    nodeName: 'node-1',
    containers: [{ name: 'main', image: 'team/ours:v1' }],
    initContainers: [
      { name: 'init', image },
      { name: 'coredns', image, restartPolicy: 'Always' },
    ],
  };
  const series = kubeStateMetrics([aRawNode(), { ...pod, spec } as RawObject]);
  const containers = read(series).instances.flatMap((one) => (one.kind === 'container' ? [one.container] : []));
  t.strictSame(containers, ['coredns']);
  const older = change(
    series,
    'kube_pod_init_container_info',
    ({ labels: { restart_policy: _, ...labels }, ...one }) => [{ ...one, labels }],
  );
  t.strictSame(describeAll(older), [], 'older versions do not');
});

t.test('the image is the one that the pod names, not the one that the container runtime reports', async (t) => {
  const reported = change(whole, 'kube_pod_container_info', ({ labels, ...one }) => [
    { ...one, labels: { ...labels, image: `sha256:${'0'.repeat(64)}` } },
  ]);
  t.strictSame(describeAll(reported), [coredns]);
});

t.test('an older kube-state-metrics, which knows only the reported image, is read as well', async (t) => {
  const older = change(whole, 'kube_pod_container_info', ({ labels: { image_spec: _, ...labels }, ...one }) => [
    { ...one, labels },
  ]);
  t.strictSame(describeAll(older), [coredns]);
});

t.test('without uids, as of an older kube-state-metrics, pods are joined by name', async (t) => {
  const older = whole.map(({ labels: { uid: _, ...labels }, ...one }) => ({ ...one, labels }));
  t.strictSame(describeAll(older), [coredns]);
});

t.test('who created a pod may be <none>', async (t) => {
  const bare = change(whole, 'kube_pod_info', ({ labels, ...one }) => [
    { ...one, labels: { ...labels, created_by_kind: '<none>', created_by_name: '<none>' } },
  ]);
  t.strictSame(describeAll(bare), ['coredns 1.11.1 Pod/coredns-5d9-x coredns-5d9-x on node-1']);
});

t.test('without series of ReplicaSets, a ReplicaSet is the workload', async (t) => {
  t.strictSame(describeAll(change(whole, 'kube_replicaset_owner', () => [])), [
    'coredns 1.11.1 ReplicaSet/coredns-5d9 coredns-5d9-x on node-1',
  ]);
});

t.test('without honor_labels, what kube-state-metrics says counts and not where it runs itself', async (t) => {
  const target = { namespace: 'monitoring', pod: 'ksm-0', container: 'ksm', node: 'node-9', instance: '10.0.0.9:8080' };
  const renamed = whole.map(({ labels, ...one }) => ({
    ...one,
    labels: {
      ...Object.fromEntries(
        Object.entries(labels).map(([name, value]) => [name in target ? `exported_${name}` : name, value]),
      ),
      ...target,
    },
  }));
  t.same(read(renamed), read(whole));
});

t.test('two replicas of kube-state-metrics, or of Prometheus, make one instance', async (t) => {
  const twice = ['a', 'b'].flatMap((replica) => withLabels(whole, { prometheus_replica: replica, instance: replica }));
  t.same(read(twice), read(whole));
});

t.test('of a pod and its successor of the same name the successor counts', async (t) => {
  const own = { namespace: 'kube-system', pod: 'coredns-5d9-x', uid: 'a-later-uid' };
  const container = { ...own, container: 'coredns', image_spec: 'coredns/coredns:1.12.0' };
  const successor = (seenAt: number, created?: number) => [
    aSeries(
      'kube_pod_info',
      { ...own, node: 'node-2', created_by_kind: 'ReplicaSet', created_by_name: 'coredns-5d9' },
      { seenAt },
    ),
    aSeries('kube_pod_container_info', container, { seenAt }),
    ...(created === undefined ? [] : [aSeries('kube_pod_created', own, { value: created })]),
  ];
  const newer = ['coredns 1.12.0 Deployment/coredns coredns-5d9-x on node-2'];
  t.strictSame(describeAll([...whole, ...successor(fakeNow - 20, fakeNow)]), newer, 'as it was created later');
  t.strictSame(describeAll([...whole, ...successor(fakeNow, 1)]), [coredns], 'but not when it was created earlier');
  const withoutCreated = change(whole, 'kube_pod_created', () => []);
  t.strictSame(describeAll([...withoutCreated, ...successor(fakeNow)]), newer, 'else as it was seen later');
  t.strictSame(describeAll([...successor(fakeNow), ...withoutCreated]), newer, 'whatever the order');
  t.strictSame(describeAll([...withoutCreated, ...successor(fakeNow - 20)]), [coredns]);
});

t.test('a successor that has no container yet is no instance', async (t) => {
  const own = { namespace: 'kube-system', pod: 'coredns-5d9-x', uid: 'a-later-uid' };
  const waiting = [
    aSeries('kube_pod_info', { ...own, node: 'node-1' }),
    aSeries('kube_pod_created', own, { value: fakeNow }),
  ];
  t.strictSame(describeAll([...whole, ...waiting]), []);
});

t.test('of a container whose image was changed in place, the image that was seen last counts', async (t) => {
  for (const [seenAt, version] of [
    [fakeNow, '1.12.0'],
    [fakeNow - 60, '1.11.1'],
  ] as const) {
    const changed = change(whole, 'kube_pod_container_info', (one) => [
      {
        ...one,
        seenAt,
        labels: { ...one.labels, image_spec: 'coredns/coredns:1.12.0', container_id: 'containerd://2' },
      },
      one,
    ]);
    t.match(describeAll(changed), [new RegExp(`^coredns ${version}`)]);
  }
});

t.test('of a node that was upgraded, what was seen last counts', async (t) => {
  const upgraded = change(whole, 'kube_node_info', (one) => [
    { ...one, seenAt: fakeNow, labels: { ...one.labels, kernel_version: '6.8.0' } },
    one,
  ]);
  t.equal(nodeOf(upgraded).kernelVersion, '6.8.0');
});

t.test('a capacity that two series contradict each other about is not known', async (t) => {
  const contradicted = change(whole, 'kube_node_status_capacity', (one) => [
    one,
    { ...one, labels: { ...one.labels, instance: 'b' }, value: one.labels['resource'] === 'cpu' ? 8 : one.value },
  ]);
  t.strictSame(nodeOf(contradicted).capacity, { cpu: undefined, memory: 2 ** 33 });
});

const registry = 'p2p.rke2.cattle.io/enabled';
const controlPlane = 'node-role.kubernetes.io/control-plane';
const etcd = 'node-role.kubernetes.io/etcd';
const nodeArguments = 'k3s.io/node-args';

function aLabelledNode(name: string, labels: Readonly<Record<string, string>>) {
  return aRawNode({ name, labels, annotations: { [nodeArguments]: '["server"]' } });
}

t.test('a label that kube-state-metrics may not show is unknown, and not absent', async (t) => {
  const { labels, annotations } = nodeOf(
    kubeStateMetrics([aLabelledNode('a', { [registry]: 'm' }), ...objects.slice(1)]),
  );
  t.equal(labels.has(registry), true);
  t.equal(labels.get(registry), undefined);
  t.equal(annotations.has(nodeArguments), true);
  t.equal(annotations.get(nodeArguments), undefined);
});

t.test('a label that it shows has its value, and one that a node lacks is unknown', async (t) => {
  const shown = { labels: [registry, 'p2p.k3s.cattle.io/enabled'], annotations: ['*'] };
  const { labels, annotations } = nodeOf(
    kubeStateMetrics([aLabelledNode('a', { [registry]: 'true' }), ...objects.slice(1)], shown),
  );
  t.equal(labels.get(registry), 'true');
  t.equal(labels.has('p2p.k3s.cattle.io/enabled'), true);
  t.equal(labels.get('p2p.k3s.cattle.io/enabled'), undefined, 'as it may be there with an empty value');
  t.equal(annotations.get(nodeArguments), '[]', 'of a command line, the flags that are wanted');
});

t.test('roles are known of every node where one node has any, whatever their value', async (t) => {
  const nodes = [aLabelledNode('a', { [controlPlane]: '' }), aLabelledNode('b', {})];
  const [a, b] = read(kubeStateMetrics([...nodes, ...objects.slice(1)])).nodes;
  t.equal(a?.labels.get(controlPlane), '');
  t.equal(a?.labels.has(etcd), false);
  t.equal(b?.labels.has(controlPlane), false);
});

t.test('roles are unknown where no node has any, as the metric may be missing', async (t) => {
  const { labels } = nodeOf(kubeStateMetrics([aLabelledNode('a', {}), ...objects.slice(1)]));
  t.equal(labels.has(controlPlane), true);
  t.equal(labels.get(controlPlane), undefined);
});

t.test('servers and agents of K3s are told apart by their roles, and by nothing else', async (t) => {
  const server = aRawNode({ name: 'a', kubelet: 'v1.33.7+k3s1', labels: { [controlPlane]: 'true' } });
  const agent = aRawNode({ name: 'b', kubelet: 'v1.33.7+k3s1' });
  const series = kubeStateMetrics([server, agent, ...objects.slice(1)]);
  t.match(describeAll(series).slice(1), ['k3s v1.33.7+k3s1 process on a', 'k3s-agent v1.33.7+k3s1 process on b']);
  t.strictSame(describeAll(change(series, 'kube_node_role', () => [])), [coredns]);
});

for (const [missing, metrics] of [
  ['kube_node_info', ['kube_node_info']],
  ['kube_pod_container_info', ['kube_pod_container_info']],
  ['kube_pod_info', ['kube_pod_info']],
] as const) {
  t.test(`without ${missing} there is no telling what runs`, async (t) => {
    const readings = readDirectly(
      change(whole, missing, () => []),
      catalog,
    );
    t.strictSame(readings, [{ ok: false, cluster: undefined, missing: metrics }]);
  });
}

t.test('no series at all is no empty cluster', async (t) => {
  const missing = ['kube_node_info', 'kube_pod_container_info', 'kube_pod_info'];
  t.strictSame(readDirectly([], catalog), [{ ok: false, cluster: undefined, missing }]);
  t.strictSame(readDirectly([], catalog, byCluster), []);
  t.strictSame(readDirectly([], catalog, { ...byCluster, clusters: ['a'] }), [{ ok: false, cluster: 'a', missing }]);
});

t.test('a cluster in which nothing catalogued runs is whole', async (t) => {
  t.strictSame(describeAll(kubeStateMetrics([aRawNode(), aRawPod({ image: 'team/ours:v1' })])), []);
});

const east = withLabels(whole, { cluster: 'east' });
const west = withLabels(
  kubeStateMetrics([
    aRawNode({ name: 'node-1', kernel: '6.8.0' }),
    aRawPod({ name: 'coredns-5d9-x', image: 'coredns/coredns:1.12.0' }),
  ]),
  { cluster: 'west' },
);

t.test('clusters are told apart, though their nodes and pods have the same names', async (t) => {
  const { nodes, instances } = read([...west, ...east], byCluster);
  t.strictSame(
    nodes.map(({ cluster, name, kernelVersion }) => [cluster, name, kernelVersion]),
    [
      ['east', 'node-1', '5.4.0-1-generic'],
      ['west', 'node-1', '6.8.0'],
    ],
  );
  t.strictSame(
    instances.map((one) => [one.cluster, one.node?.kernelVersion, one.version.ok && one.version.version.text]),
    [
      ['east', '5.4.0-1-generic', '1.11.1'],
      ['west', '6.8.0', '1.12.0'],
    ],
  );
});

t.test('series without the label are a cluster without a name', async (t) => {
  t.strictSame([...new Set(read([...whole, ...west], byCluster).nodes.map(({ cluster }) => cluster))], ['', 'west']);
});

t.test('only the clusters that were asked for are read', async (t) => {
  t.strictSame(
    read([...east, ...west], { ...byCluster, clusters: ['west'] }).nodes.map(({ cluster }) => cluster),
    ['west'],
  );
});

t.test('one cluster that is not whole leaves the others as they are', async (t) => {
  const readings = readDirectly([...change(west, 'kube_node_info', () => []), ...east], catalog, byCluster);
  t.match(readings, [{ ok: true }, { ok: false, cluster: 'west', missing: ['kube_node_info'] }]);
});

const digest = `coredns/coredns@sha256:${'1'.repeat(64)}`;
const unresolved = kubeStateMetrics([
  aRawNode(),
  aRawPod({ name: 'dns', containers: [{ name: 'coredns', image: digest }] }),
]);
const target = { namespace: 'kube-system', pod: 'dns' };

for (const [what, versions, answer] of [
  ['the version that its own metric tells counts', [{ ...target, version: '1.11.3' }], '1.11.3'],
  ['a metric of the container counts', [{ ...target, container: 'coredns', version: '1.11.3' }], '1.11.3'],
  ['a metric of another container says nothing', [{ ...target, container: 'other', version: '1.11.3' }], 'digest_only'],
  ['a metric of another pod says nothing', [{ ...target, pod: 'other', version: '1.11.3' }], 'digest_only'],
  ['a metric that is no version says nothing', [{ ...target, version: 'unknown' }], 'digest_only'],
  [
    'two scrapes of one version say the same',
    [
      { ...target, version: '1.11.3', job: 'a' },
      { ...target, version: '1.11.3', job: 'b' },
    ],
    '1.11.3',
  ],
  [
    'two versions contradict each other and say nothing',
    [
      { ...target, version: '1.11.3' },
      { ...target, version: '1.11.1' },
    ],
    'digest_only',
  ],
] as const) {
  t.test(`of an image without a version, ${what}`, async (t) => {
    const metrics = versions.map((labels) => aSeries('coredns_build_info', labels));
    t.match(describeAll([...unresolved, ...metrics]), [new RegExp(`^coredns ${answer} `)]);
  });
}

t.test('a version that the image tells is not asked of the metric', async (t) => {
  const own = { namespace: 'kube-system', pod: 'coredns-5d9-x', version: '1.0.0' };
  t.strictSame(describeAll([...whole, aSeries('coredns_build_info', own)]), [coredns]);
});

t.test('architecture and instance type are known where kube_node_labels shows them', async (t) => {
  const labels = { 'kubernetes.io/arch': 'arm64', 'beta.kubernetes.io/instance-type': 'm6g.large' };
  const node = aRawNode({ labels });
  t.match(nodeOf(kubeStateMetrics([node, ...objects.slice(1)], { labels: ['*'] })), {
    architecture: 'arm64',
    instanceType: 'm6g.large',
  });
  t.match(nodeOf(kubeStateMetrics([node, ...objects.slice(1)])), { architecture: undefined, instanceType: undefined });
});

t.test('what the container runtime reports counts where the spec tells no version', async (t) => {
  const pod = aRawPod({ name: 'dns', containers: [{ name: 'coredns', image: 'coredns/coredns:latest' }] });
  const reported = change(kubeStateMetrics([aRawNode(), pod]), 'kube_pod_container_info', ({ labels, ...one }) => [
    { ...one, labels: { ...labels, image: 'docker.io/coredns/coredns:1.11.3' } },
  ]);
  t.match(describeAll(reported), [/^coredns 1\.11\.3 /]);
});
