import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import { pseudonymise } from '../../../src/core/inventory/pseudonyms.ts';
import { readObjects } from '../../../src/core/inventory/read-objects.ts';
import { recordInventory } from '../../../src/core/inventory/record-inventory.ts';
import { matchInventory } from '../../../src/core/matching/match.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { builtInCatalog, demoCluster } from '../../support/built-in.ts';
import { kubeStateMetrics } from '../../support/fake-prometheus/kube-state-metrics.ts';
import { readDirectly, inventoryOf as seriesInventoryOf } from '../../support/fake-prometheus/read-directly.ts';
import { aSeries } from '../../support/fake-prometheus/series.ts';

const { catalog } = await builtInCatalog();
const recogniser = createRecogniser(catalog.components);

function inventoryOf(text: string): Inventory {
  const reading = readObjects(text, catalog.wantedFacts);
  if (!reading.ok) throw new Error(reading.message);
  return buildInventory(reading.objects, recogniser);
}

function recorded(inventory: Inventory): string {
  return JSON.stringify(recordInventory(inventory, catalog.wantedFacts));
}

/** What matching says, without the names of places. */
function answers(inventory: Inventory): readonly string[] {
  return matchInventory(inventory, catalog)
    .map(({ issue, instance, version, state, condition }) =>
      [instance.component.id, version.text, issue.id, state, condition?.text].join(' '),
    )
    .sort();
}

const oddities = JSON.stringify({
  kind: 'List',
  items: [
    aRawNode({
      name: 'server',
      kubelet: 'v1.33.7+k3s3',
      architecture: 'arm64',
      runtime: 'containerd://2.1.5-k3s1',
      capacity: { cpu: '7910m', memory: '32847440Ki' },
      providerID: 'aws:///eu-west-1a/i-0123456789abcdef0',
      labels: {
        'node-role.kubernetes.io/etcd': 'true',
        'example.com/owner': 'someone',
        'beta.kubernetes.io/instance-type': 'm6g.large',
      },
      annotations: { 'k3s.io/node-args': '["server","--token","t0ps3cret","--etcd-disable-snapshots=false"]' },
    }),
    aRawNode({ name: 'silent', kubelet: '', annotations: { 'k3s.io/node-args': 'server --token t0ps3cret' } }),
    aRawPod({
      name: 'calico-node-x',
      node: 'server',
      containers: [
        {
          name: 'calico-node',
          image: 'registry.internal.example.com:5000/team/calico/node:v3.27.3',
          args: ['--secret=t0ps3cret'],
          env: [
            { name: 'PASSWORD', value: 't0ps3cret' },
            { name: 'FELIX_XDPENABLED', valueFrom: { configMapKeyRef: {} } },
            { name: 'FELIX_BPFENABLED', value: 'false' },
          ],
          envFrom: [{ secretRef: { name: 's' } }],
        },
        {
          name: 'kube-proxy',
          image: 'registry.k8s.io/kube-proxy:v1.34.1',
          command: ['kube-proxy', '--proxy-mode', 'ipvs'],
        },
        { name: 'resolver', image: `coredns/coredns@sha256:${'7'.repeat(64)}` },
        { name: 'metrics', image: 'registry.internal.example.com:5000/metrics-server/metrics-server:latest' },
        { name: 'ours', image: 'registry.internal.example.com/team/ours:v1.0.0' },
      ],
      statuses: [
        {
          name: 'resolver',
          image: 'docker.io/coredns/coredns:1.12.1',
          imageID: `docker.io/coredns/coredns@sha256:${'7'.repeat(64)}`,
        },
        {
          name: 'metrics',
          image: 'registry.internal.example.com:5000/metrics-server/metrics-server:latest',
          imageID: `registry.internal.example.com:5000/metrics-server/metrics-server@sha256:${'8'.repeat(64)}`,
        },
        { name: 'kube-proxy', image: 'registry.internal.example.com/kube-proxy:v1.34.1', imageID: 'sha256:1' },
        { name: 'ours', image: 'registry.internal.example.com/team/ours:v1.0.0', imageID: '' },
      ],
    }),
    { ...aRawPod({ name: 'bare', image: 'coredns/coredns:1.12.1' }), metadata: { name: 'bare', namespace: 'dns' } },
  ],
});

for (const [what, text] of [
  ['the demo cluster', demoCluster()],
  ['odd nodes and pods', oddities],
] as const) {
  t.test(`a recording of ${what} reads back as it was`, async (t) => {
    const inventory = inventoryOf(text);
    t.ok(inventory.instances.length > 3);
    const again = inventoryOf(recorded(inventory));
    t.same(again, inventory);
    t.same(answers(again), answers(inventory));
    t.equal(recorded(again), recorded(inventory), 'and is recorded alike');
  });

  t.test(`a recording of ${what} with pseudonyms matches as it did`, async (t) => {
    const inventory = inventoryOf(text);
    const again = inventoryOf(recorded(pseudonymise(inventory)));
    t.same(answers(again), answers(inventory));
    t.equal(again.instances.length, inventory.instances.length);
  });
}

t.test('nothing secret and nothing unknown is recorded', async (t) => {
  const text = recorded(inventoryOf(oddities));
  for (const word of ['t0ps3cret', 'PASSWORD', 'someone', 'ours']) t.notMatch(text, word);
  t.match(text, '--etcd-disable-snapshots=false', 'what conditions look at is');
});

t.test('with pseudonyms no name of the cluster is left', async (t) => {
  const text = recorded(pseudonymise(inventoryOf(oddities)));
  for (const word of [
    'server"',
    'silent',
    'calico-node-x',
    'i-0123',
    'internal',
    'team',
    'kube-system',
    'bare',
    'dns"',
  ]) {
    t.notMatch(text, word);
  }
  t.match(text, 'registry.example.com/calico/node:v3.27.3');
  t.match(text, '"providerID":"aws://node-1"');
});

t.test('what the source could not show is unknown in a recording as well', async (t) => {
  const own = { namespace: 'kube-system', pod: 'coredns-0', version: '1.11.1' };
  const pod = aRawPod({ name: 'coredns-0', node: 'a', image: 'coredns/coredns' });
  const series = kubeStateMetrics([aRawNode({ name: 'a', kubelet: 'v1.31.6+k3s1' }), aRawPod({ node: 'a' }), pod]);
  const seen = seriesInventoryOf(readDirectly([...series, aSeries('coredns_build_info', own)], catalog), catalog);
  const again = inventoryOf(recorded(seen));

  t.same(again, seen);
  t.ok(seen.nodes[0]?.labels.has('node-role.kubernetes.io/etcd'));
  t.ok(seen.instances.some(({ component, version }) => component.id === 'coredns' && version.ok));
  t.same(answers(again), answers(seen));
});

t.test('a recording of a part of the cluster reads back as a part', async (t) => {
  const inventory = { ...inventoryOf(demoCluster()), seesAllPods: false };

  t.same(inventoryOf(recorded(inventory)), inventory);
  t.equal(inventoryOf(recorded(pseudonymise(inventory))).seesAllPods, false);
  t.equal(inventoryOf(recorded(inventoryOf(demoCluster()))).seesAllPods, true);
});

t.test('an annotation of somebody else is no recorded fact', async (t) => {
  for (const text of ['no JSON', '[]', '{"unseenLabels": 1}']) {
    const node = aRawNode({ annotations: { 'plimsoll/recorded': text } });
    t.equal(inventoryOf(JSON.stringify(node)).nodes[0]?.labels.size, 0);
  }
});
