import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { cutNode, cutPod } from '../../../src/core/inventory/kubernetes-objects.ts';
import { families } from '../../../src/core/metrics/families.ts';
import { createSnapshotRenderer } from '../../../src/core/metrics/render-snapshot.ts';
import { takeSnapshot } from '../../../src/core/metrics/snapshot.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';
import { expositionText } from '../../support/exposition-text.ts';

const catalog = await firstCasesCatalog();
const identity = { version: '1.0.0', digest: 'sha256:abc', builtIn: true, overridden: [] };

function textOf(nodes: readonly object[], pods: readonly object[]): string {
  const objects = {
    nodes: nodes.flatMap((node) => cutNode(node, catalog.wantedFacts) ?? []),
    pods: pods.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []),
    replicaSets: [],
  };
  const snapshot = takeSnapshot(buildInventory(objects, createRecogniser(catalog.components)), catalog);
  return expositionText(finish(createSnapshotRenderer(identity, 'cluster')(snapshot)));
}

/** The series of one family. */
function seriesOf(text: string, name: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

const server = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/etcd': 'true' };
const text = textOf(
  [
    aRawNode({ name: 'old', kernel: '5.4.0-177-generic' }),
    aRawNode({ name: 'new', kernel: '5.15.0-107-generic' }),
    aRawNode({
      name: 'etcd',
      kubelet: 'v1.33.7+k3s3',
      labels: server,
      annotations: { 'k3s.io/node-args': '["server"]' },
    }),
  ],
  [
    aRawPod({ name: 'a', node: 'old' }),
    aRawPod({ name: 'b', node: 'new' }),
    aRawPod({ name: 'c', node: 'gone' }),
    aRawPod({ name: 'd', node: 'old', image: `quay.io/calico/node@sha256:${'0'.repeat(64)}` }),
  ],
);

t.test('an instance is told with its owner, place, component and version', async (t) => {
  t.same(seriesOf(text, 'plimsoll_component_info'), [
    'plimsoll_component_info{namespace="kube-system",workload_kind="DaemonSet",workload="calico-node",pod="a",container="calico-node",node="old",component="calico-node",version="v3.27.3"} 1',
    'plimsoll_component_info{namespace="kube-system",workload_kind="DaemonSet",workload="calico-node",pod="b",container="calico-node",node="new",component="calico-node",version="v3.27.3"} 1',
    'plimsoll_component_info{namespace="kube-system",workload_kind="DaemonSet",workload="calico-node",pod="c",container="calico-node",node="gone",component="calico-node",version="v3.27.3"} 1',
    'plimsoll_component_info{namespace="kube-system",workload_kind="DaemonSet",workload="calico-node",pod="d",container="calico-node",node="old",component="calico-node",version=""} 1',
  ]);
  t.same(seriesOf(text, 'plimsoll_node_component_info'), [
    'plimsoll_node_component_info{node="etcd",component="k3s",version="v1.33.7+k3s3"} 1',
  ]);
});

t.test('every instance in range has one series for each issue, whatever the answer', async (t) => {
  t.same(
    seriesOf(text, 'plimsoll_known_issue').map((line) =>
      line.replace(/.*pod="(.*?)".*node="(.*?)".*issue="(.*?)",exposure="(.*?)".*/, '$1 $2 $3 $4'),
    ),
    [
      'a old CALICO-8856 exposed',
      'b new CALICO-8856 not_exposed',
      'c gone CALICO-8856 unknown',
      ' etcd K3S-13574 exposed',
    ],
  );
});

t.test('what cannot be seen or read is counted by its reason', async (t) => {
  t.same(seriesOf(text, 'plimsoll_known_issue_unknown_instances'), [
    'plimsoll_known_issue_unknown_instances{component="calico-node",version="v3.27.3",issue="CALICO-8856",reason="node_kernel"} 1',
  ]);
  t.same(seriesOf(text, 'plimsoll_unresolved_instances').slice(0, 3), [
    'plimsoll_unresolved_instances{component="calico-node",reason="digest_only"} 1',
    'plimsoll_unresolved_instances{component="calico-node",reason="no_tag"} 0',
    'plimsoll_unresolved_instances{component="calico-node",reason="not_a_version"} 0',
  ]);
});

t.test('instances are counted by version, and issues are told once', async (t) => {
  t.same(seriesOf(text, 'plimsoll_component_instances'), [
    'plimsoll_component_instances{component="calico-node",version=""} 1',
    'plimsoll_component_instances{component="calico-node",version="v3.27.3"} 3',
    'plimsoll_component_instances{component="k3s",version="v1.33.7+k3s3"} 1',
  ]);
  t.same(seriesOf(text, 'plimsoll_known_issue_info'), [
    'plimsoll_known_issue_info{issue="CALICO-8856",component="calico-node",resource="cpu",severity="high",fixed_version="v3.27.4, v3.28.1",judged_by="figure"} 1',
    'plimsoll_known_issue_info{issue="K3S-13574",component="k3s",resource="cpu",severity="moderate",fixed_version="v1.32.12+k3s1, v1.33.8+k3s1, v1.34.4+k3s1, v1.35.1+k3s1",judged_by="figure"} 1',
  ]);
  t.same(seriesOf(text, 'plimsoll_expected_cpu_cores'), [
    'plimsoll_expected_cpu_cores{component="calico-node",version="v3.27.3",issue="CALICO-8856",source="catalog"} 0.05',
    'plimsoll_expected_cpu_cores{component="k3s",version="v1.33.7+k3s3",issue="K3S-13574",source="catalog"} 0.12',
  ]);
  t.same(seriesOf(text, 'plimsoll_catalog_info'), [
    'plimsoll_catalog_info{version="1.0.0",digest="sha256:abc",built_in="true",overridden=""} 1',
  ]);
});

t.test('every series of a family has the same labels, and no two are alike', async (t) => {
  for (const { name, labels } of Object.values(families)) {
    const series = seriesOf(text, name);
    t.equal(new Set(series).size, series.length, name);
    for (const line of series) {
      t.same(
        [...line.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label),
        [...labels],
        line,
      );
    }
  }
});

t.test('an empty cluster has every family and no instance', async (t) => {
  const empty = textOf([], []);
  t.match(empty, /^# HELP plimsoll_component_info /);
  t.same(
    empty.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
    seriesOf(empty, 'plimsoll_catalog_info'),
  );
});

t.test('equal inventories give equal text', async (t) => {
  const nodes = ['b', 'a'].map((name) => aRawNode({ name, kubelet: 'v1.31.6+k3s1' }));
  t.equal(textOf(nodes, []), textOf([...nodes].reverse(), []));
});
