import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import type { Instance } from '../../../src/core/inventory/inventory.ts';
import { cutNode, cutPod, cutReplicaSet } from '../../../src/core/inventory/kubernetes-objects.ts';
import { aRawNode, aRawPod, everythingWanted } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';

const catalog = await firstCasesCatalog();
const recogniser = createRecogniser(catalog.components);

function inventoryOf(nodes: readonly object[], pods: readonly object[], replicaSets: readonly object[] = []) {
  return buildInventory(
    {
      nodes: nodes.flatMap((node) => cutNode(node, catalog.wantedFacts) ?? []),
      pods: pods.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []),
      replicaSets: replicaSets.flatMap((replicaSet) => cutReplicaSet(replicaSet) ?? []),
    },
    recogniser,
  );
}

function place(instance: Instance): string {
  if (instance.kind === 'node-process') return `${instance.component.id} on ${instance.nodeName}`;
  const { workload, namespace, pod, container } = instance;
  return `${instance.component.id} in ${workload.kind} ${workload.name}: ${namespace}/${pod}/${container}`;
}

t.test('every container counts, init containers do not', async (t) => {
  const containers = [
    { name: 'sniffer', image: 'kubeshark/worker:v52.3.0' },
    { name: 'tracer', image: 'kubeshark/worker:v52.3.0' },
    { name: 'other', image: 'example/other:v1.0.0' },
  ];
  const owner = { kind: 'DaemonSet', name: 'workers' };
  t.same(inventoryOf([], [aRawPod({ namespace: 'kubeshark', owner, containers })]).instances.map(place), [
    'kubeshark-worker in DaemonSet workers: kubeshark/pod-1/sniffer',
    'kubeshark-worker in DaemonSet workers: kubeshark/pod-1/tracer',
  ]);
});

t.test('a pod that has no node yet, or has ended, costs nothing', async (t) => {
  const pods = [
    aRawPod({ node: '' }),
    aRawPod({ name: 'b', phase: 'Succeeded' }),
    aRawPod({ name: 'c', phase: 'Failed' }),
  ];
  t.same(inventoryOf([], pods).instances, []);
});

t.test('the workload is the Deployment behind a ReplicaSet, and whatever else owns the pod', async (t) => {
  const image = 'public.ecr.aws/karpenter/controller:1.3.3';
  const pod = (name: string, owner: { readonly kind: string; readonly name: string }) =>
    aRawPod({ name, owner, containers: [{ name: 'controller', image }] });
  const owner = { kind: 'Deployment', name: 'karpenter', controller: true };
  const replicaSet = { metadata: { namespace: 'kube-system', name: 'karpenter-1', ownerReferences: [owner] } };
  const bare = { ...pod('d', owner), metadata: { name: 'd', namespace: 'kube-system' } };
  const pods = [
    pod('a', { kind: 'ReplicaSet', name: 'karpenter-1' }),
    pod('b', { kind: 'ReplicaSet', name: 'gone' }),
    pod('c', { kind: 'StatefulSet', name: 'stateful' }),
    bare,
  ];
  t.same(
    inventoryOf([], pods, [replicaSet]).instances.map((one) => one.kind === 'container' && one.workload),
    [
      { kind: 'Deployment', name: 'karpenter' },
      { kind: 'ReplicaSet', name: 'gone' },
      { kind: 'StatefulSet', name: 'stateful' },
      { kind: 'Pod', name: 'd' },
    ],
  );
});

t.test('the order of the inventory does not depend on the order of the objects', async (t) => {
  const nodes = ['b', 'a', 'c'].map((name) => aRawNode({ name, kubelet: 'v1.31.6+k3s1' }));
  const pods = ['z', 'y', 'x'].map((name) => aRawPod({ name }));
  t.same(inventoryOf(nodes, pods), inventoryOf([...nodes].reverse(), [...pods].reverse()));
});

t.test('of a node only what conditions ask for is kept', async (t) => {
  const labels = { role: 'server', secret: 'no' };
  const node = cutNode(aRawNode({ labels, annotations: { 'k3s.io/node-args': '[]', other: 'no' } }), everythingWanted);
  t.same(node?.labels, new Map([['role', 'server']]));
  t.same(node?.annotations, new Map([['k3s.io/node-args', '[]']]));
});

t.test('of an environment only what conditions ask for is kept, and never a value from elsewhere', async (t) => {
  const env = [
    { name: 'PASSWORD', value: 'hunter2' },
    { name: 'FELIX_XDPENABLED', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ];
  const pod = cutPod(aRawPod({ containers: [{ name: 'c', image: 'calico/node:v3.27.3', env }] }), everythingWanted);
  t.same(pod?.containers[0]?.environment, { values: new Map([['FELIX_XDPENABLED', undefined]]), mayHaveMore: false });
});

for (const [what, envFrom, mayHaveMore] of [
  ['a ConfigMap that must exist', [{ configMapRef: { name: 'c' } }], true],
  ['a Secret that must exist', [{ secretRef: { name: 's', optional: false } }], true],
  ['a ConfigMap that may be missing', [{ configMapRef: { name: 'c', optional: true } }], false],
  ['nothing', [], false],
] as const) {
  t.test(`variables from ${what} ${mayHaveMore ? 'may hide' : 'do not hide'} others`, async (t) => {
    const pod = cutPod(aRawPod({ containers: [{ name: 'c', image: 'x/y:v1.0.0', envFrom }] }), everythingWanted);
    t.equal(pod?.containers[0]?.environment.mayHaveMore, mayHaveMore);
  });
}

for (const raw of [
  undefined,
  'pod',
  {},
  { metadata: {} },
  { metadata: { name: 'x' } },
  { metadata: { name: 1, namespace: 'n' }, spec: {} },
]) {
  t.test(`${JSON.stringify(raw)} is no pod`, async (t) => t.equal(cutPod(raw, everythingWanted), undefined));
}

t.test('an object without the fields we read is still itself', async (t) => {
  t.match(cutNode({ metadata: { name: 'n' } }, everythingWanted), { name: 'n', kubeletVersion: '' });
  t.match(
    cutPod({ metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c' }] } }, everythingWanted),
    {
      nodeName: '',
      containers: [{ image: '' }],
    },
  );
});

t.test('a sidecar is an init container that stays, so it counts', async (t) => {
  const pod = aRawPod({ containers: [{ name: 'app', image: 'example/app:v1.0.0' }] });
  const image = 'calico/node:v3.27.3';
  const initContainers = [
    { name: 'install', image },
    { name: 'calico-node', image, restartPolicy: 'Always' },
  ];
  const withSidecar = { ...pod, spec: { ...pod.spec, initContainers } };
  t.same(inventoryOf([], [withSidecar]).instances.map(place), [
    'calico-node in DaemonSet calico-node: kube-system/pod-1/calico-node',
  ]);
});

t.test('of an image that init containers run as well, only the container that stays counts', async (t) => {
  const image = 'rancher/hardened-calico:v3.27.3-build20240423';
  const canal = aRawPod({
    initContainers: [
      { name: 'install-cni', image },
      { name: 'flexvol-driver', image, restartPolicy: 'Never' },
    ],
    containers: [
      { name: 'calico-node', image },
      { name: 'kube-flannel', image: 'rancher/hardened-flannel:v0.25.1-build20240423' },
    ],
  });
  t.same(inventoryOf([], [canal]).instances.map(place), [
    'calico-node in DaemonSet calico-node: kube-system/pod-1/calico-node',
  ]);
});

t.test('somebody who debugs with a catalogued image runs no instance', async (t) => {
  const pod = aRawPod({ containers: [{ name: 'app', image: 'example/app:v1.0.0' }], initContainers: [] });
  const ephemeralContainers = [{ name: 'debugger', image: 'calico/node:v3.27.3', targetContainerName: 'app' }];
  t.same(inventoryOf([], [{ ...pod, spec: { ...pod.spec, ephemeralContainers } }]).instances, []);
});

t.test('a container that restarts by a rule of its own is a usual container', async (t) => {
  const containers = [{ name: 'calico-node', image: 'calico/node:v3.27.3', restartPolicy: 'Never' }];
  t.equal(inventoryOf([], [aRawPod({ containers, initContainers: [] })]).instances.length, 1);
});

t.test('a pod that is being deleted runs until it has ended', async (t) => {
  const pod = aRawPod();
  const deleted = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-11-02T10:00:00Z' } };
  t.equal(inventoryOf([], [deleted]).instances.length, 1);
  t.same(inventoryOf([], [{ ...deleted, status: { phase: 'Failed' } }]).instances, []);
});

t.test('a version that the spec does not tell comes from the status of the same container', async (t) => {
  const versionOf = (pod: object) =>
    inventoryOf([], [pod]).instances.map(({ version }) => (version.ok ? version.version.text : version.reason));
  const containers = [{ name: 'calico-node', image: 'calico/node:latest' }];
  const statuses = (image: string) => [
    { name: 'other', image: 'calico/node:v3.1.0' },
    { name: 'calico-node', image },
  ];
  t.same(versionOf(aRawPod({ containers, statuses: statuses('docker.io/calico/node:v3.27.3') })), ['v3.27.3']);
  t.same(versionOf(aRawPod({ containers, statuses: statuses('calico/node:latest') })), ['not_a_version']);
  t.same(versionOf(aRawPod({ containers })), ['not_a_version'], 'a container that has not been created');
  const pod = aRawPod({ containers: [], initContainers: [{ ...containers[0], restartPolicy: 'Always' }] });
  const initContainerStatuses = statuses('calico/node:v3.27.3');
  t.same(versionOf({ ...pod, status: { ...pod.status, initContainerStatuses } }), ['v3.27.3'], 'a sidecar');
});

const arm = { architecture: 'arm64' };
const old = { 'beta.kubernetes.io/instance-type': 'm5.large' };
for (const [what, node, expected] of [
  ['nodeInfo', aRawNode({ ...arm, labels: { 'kubernetes.io/arch': 'amd64' } }), ['arm64', undefined]],
  ['a label', aRawNode({ labels: { 'kubernetes.io/arch': 'arm64' } }), ['arm64', undefined]],
  [
    'the label for it',
    aRawNode({ labels: { ...old, 'node.kubernetes.io/instance-type': 't3.medium' } }),
    [undefined, 't3.medium'],
  ],
  [
    'the label of old',
    aRawNode({ labels: { ...old, 'node.kubernetes.io/instance-type': '' } }),
    [undefined, 'm5.large'],
  ],
  ['nothing', aRawNode({ labels: { 'kubernetes.io/arch': '' } }), [undefined, undefined]],
] as const) {
  t.test(`architecture and instance type by ${what}: ${expected.join()}`, async (t) => {
    const cut = cutNode(node, everythingWanted);
    t.same([cut?.architecture, cut?.instanceType], expected);
  });
}

t.test('a value that another variable makes cannot be seen, and the last of a name counts', async (t) => {
  const valuesOf = (...env: readonly object[]) =>
    cutPod(
      aRawPod({ containers: [{ name: 'c', env: env.map((one) => ({ name: 'FELIX_XDPENABLED', ...one })) }] }),
      everythingWanted,
    )?.containers[0]?.environment.values;
  t.same(valuesOf({ value: '$(OTHER)' }), new Map([['FELIX_XDPENABLED', undefined]]));
  t.same(valuesOf({ value: 'true' }, { value: 'false' }), new Map([['FELIX_XDPENABLED', 'false']]));
  t.same(valuesOf({}), new Map([['FELIX_XDPENABLED', '']]));
  t.same(valuesOf({ value: 1 }), new Map([['FELIX_XDPENABLED', undefined]]));
});
