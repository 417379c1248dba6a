import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { createInventoryBuilder } from '../../../src/core/inventory/build-inventory.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import { createInventoryJoiner } from '../../../src/core/inventory/join-inventories.ts';
import { families } from '../../../src/core/metrics/families.ts';
import { createSnapshotRenderer } from '../../../src/core/metrics/render-snapshot.ts';
import { createSnapshotTaker, takeSnapshot } from '../../../src/core/metrics/snapshot.ts';
import { renderReport } from '../../../src/core/report/render-report.ts';
import { createReport } from '../../../src/core/report/report.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';
import { expositionText } from '../../support/exposition-text.ts';
import { kubeStateMetrics } from '../../support/fake-prometheus/kube-state-metrics.ts';
import { inventoryOf, readDirectly } from '../../support/fake-prometheus/read-directly.ts';
import { type FakeSeries, withLabels } from '../../support/fake-prometheus/series.ts';

const catalog = await firstCasesCatalog();
const byCluster = { clusterLabel: 'cluster', clusters: [] };
const identity = { version: '1.0.0', digest: 'sha256:abc', builtIn: true, overridden: [] };

const roles = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/etcd': 'true' };

/** So many servers of a K3s whose embedded registry loops when there are two, and a pod of calico-node on the first. */
function aCluster(servers: number, calico: string): readonly FakeSeries[] {
  const nodes = Array.from({ length: servers }, (_, index) =>
    aRawNode({
      name: `server-${index}`,
      kubelet: 'v1.31.6+k3s1',
      labels: { ...roles, 'p2p.k3s.cattle.io/enabled': 'true' },
    }),
  );
  const pod = aRawPod({ name: 'calico-0', node: 'server-0', image: `calico/node:${calico}` });
  return kubeStateMetrics([...nodes, pod], { labels: ['*'] });
}

const east = withLabels(aCluster(2, 'v3.27.3'), { cluster: 'east' });
const west = withLabels(aCluster(1, 'v3.27.3'), { cluster: 'west' });

function read(...series: readonly (readonly FakeSeries[])[]): Inventory {
  return inventoryOf(readDirectly(series.flat(), catalog, byCluster), catalog);
}

function textOf(inventory: Inventory, clusterLabel = 'cluster'): string {
  return expositionText(finish(createSnapshotRenderer(identity, clusterLabel)(takeSnapshot(inventory, catalog))));
}

function seriesOf(text: string, name: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

t.test('every series that tells of a cluster names it first', async (t) => {
  const text = textOf(read(east, west));
  for (const { name, labels } of Object.values(families)) {
    if (name === 'plimsoll_catalog_info') continue;
    const series = seriesOf(text, name);
    t.equal(new Set(series).size, series.length, name);
    for (const line of series) {
      const names = [...line.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label);
      t.same(names, ['cluster', ...labels], line);
    }
  }
});

t.test('the label is the one that the source has', async (t) => {
  const inventory = read(east, west);
  t.equal(textOf(inventory, 'k8s_cluster'), textOf(inventory).replaceAll('{cluster="', '{k8s_cluster="'));
});

t.test('instances of each cluster are counted apart', async (t) => {
  t.same(seriesOf(textOf(read(east, west)), 'plimsoll_component_instances'), [
    'plimsoll_component_instances{cluster="east",component="calico-node",version="v3.27.3"} 1',
    'plimsoll_component_instances{cluster="east",component="k3s",version="v1.31.6+k3s1"} 2',
    'plimsoll_component_instances{cluster="west",component="calico-node",version="v3.27.3"} 1',
    'plimsoll_component_instances{cluster="west",component="k3s",version="v1.31.6+k3s1"} 1',
  ]);
});

function answers({ exposures }: ReturnType<typeof takeSnapshot>): readonly string[] {
  return exposures
    .filter(({ issue }) => issue.id === 'K3S-12127')
    .map(({ instance, state }) => `${instance.cluster} ${instance.nodeName} ${state}`);
}

t.test('a condition about the cluster looks at the cluster of the instance', async (t) => {
  t.strictSame(answers(takeSnapshot(read(east, west), catalog)), [
    'east server-0 unknown',
    'east server-1 unknown',
    'west server-0 not_exposed',
  ]);
});

t.test('a node that joins one cluster changes the answers there, and nowhere else', async (t) => {
  const recogniser = createRecogniser(catalog.components);
  const builders = new Map(['east', 'west'].map((name) => [name, createInventoryBuilder(recogniser)]));
  const join = createInventoryJoiner();
  const take = createSnapshotTaker(catalog);
  const next = (...series: readonly (readonly FakeSeries[])[]) => {
    const inventories = readDirectly(series.flat(), catalog, byCluster).flatMap((reading) =>
      reading.ok ? [finish(builders.get(reading.objects.cluster ?? '')!.build(reading.objects))] : [],
    );
    return answers(finish(take(finish(join(inventories)))));
  };
  next(east, west);
  const larger = withLabels(aCluster(2, 'v3.27.3'), { cluster: 'west' });
  t.strictSame(next(east, larger), [
    'east server-0 unknown',
    'east server-1 unknown',
    'west server-0 unknown',
    'west server-1 unknown',
  ]);
  const smaller = withLabels(aCluster(1, 'v3.27.3'), { cluster: 'east' });
  t.strictSame(next(smaller, larger), ['east server-0 not_exposed', 'west server-0 unknown', 'west server-1 unknown']);
});

t.test('the same inventories are joined to the same one', async (t) => {
  const join = createInventoryJoiner();
  const inventories = [read(east), read(west)];
  const joined = finish(join(inventories));
  t.equal(finish(join(inventories)), joined);
  t.equal(finish(join([...inventories].reverse())), joined, 'in whatever order');
  t.not(finish(join([read(east), read(west)])), joined);
  t.equal(finish(join(inventories.slice(1))), inventories[1], 'and one alone is itself');
});

t.test('without --cluster-label no series has the label', async (t) => {
  const inventory = inventoryOf(readDirectly(aCluster(2, 'v3.27.3'), catalog), catalog);
  t.notMatch(textOf(inventory), 'cluster=');
});

t.test('a report names the cluster of every row', async (t) => {
  const report = createReport(takeSnapshot(read(east, west), catalog));
  t.match(
    report.components.map(({ cluster, component }) => `${cluster} ${component}`),
    ['east calico-node', 'east k3s', 'west calico-node', 'west k3s'],
  );
  const rows = renderReport(report).split('\n').slice(0, 5);
  t.match(rows, [
    /^CLUSTER {2}COMPONENT/,
    /^east {5}calico-node/,
    /^east {5}k3s /,
    /^west {5}calico-node/,
    /^west {5}k3s /,
  ]);
});

t.test('a cluster without a name is a dash in a report', async (t) => {
  t.match(renderReport(createReport(takeSnapshot(read(aCluster(1, 'v3.27.3')), catalog))), /^- {8}calico-node/m);
});
