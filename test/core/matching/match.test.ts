import fc from 'fast-check';
import t from 'tap';
import { loadCatalog } from '../../../src/app/load-catalog.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import { cutNode, cutPod } from '../../../src/core/inventory/kubernetes-objects.ts';
import { type Exposure, matchInventory } from '../../../src/core/matching/match.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';
import { aCatalogFolder, rightIssue } from '../../support/catalogs.ts';

const catalog = await firstCasesCatalog();

function exposuresOf(nodes: readonly object[], pods: readonly object[]): readonly Exposure[] {
  const objects = {
    nodes: nodes.flatMap((node) => cutNode(node, catalog.wantedFacts) ?? []),
    pods: pods.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []),
    replicaSets: [],
  };
  return matchInventory(buildInventory(objects, createRecogniser(catalog.components)), catalog);
}

function summary(exposures: readonly Exposure[]): readonly string[] {
  return exposures.map(({ issue, instance, state, reason }) =>
    [instance.nodeName, issue.id, state, reason ?? ''].join(' ').trim(),
  );
}

t.test('a cluster whose nodes have several kernels gives several answers for one DaemonSet', async (t) => {
  const nodes = [
    aRawNode({ name: 'focal', kernel: '5.4.0-177-generic' }),
    aRawNode({ name: 'jammy', kernel: '5.15.0-107-generic' }),
    aRawNode({ name: 'bullseye', kernel: '5.10.0-28-amd64' }),
    aRawNode({ name: 'silent' }),
  ];
  const pods = nodes.map(({ metadata: { name } }) => aRawPod({ name: `calico-node-${name}`, node: name }));
  t.same(summary(exposuresOf(nodes, pods)), [
    'bullseye CALICO-8856 unknown node_kernel',
    'focal CALICO-8856 exposed',
    'jammy CALICO-8856 not_exposed',
    'silent CALICO-8856 unknown node_kernel',
  ]);
});

t.test('a condition that is false settles it, even behind one that cannot be seen', async (t) => {
  const containers = [
    { name: 'calico-node', image: 'calico/node:v3.27.3', env: [{ name: 'FELIX_XDPENABLED', value: 'false' }] },
  ];
  const [exposure] = exposuresOf([aRawNode()], [aRawPod({ containers })]);
  t.equal(exposure?.state, 'not_exposed');
  t.match(exposure?.condition?.text, 'XDP is on');
});

t.test('a pod on a node that was not seen is unknown, not healthy', async (t) => {
  t.same(summary(exposuresOf([], [aRawPod({ node: 'gone' })])), ['gone CALICO-8856 unknown node_kernel']);
});

t.test('versions outside every range, and versions that cannot be read, match nothing', async (t) => {
  const pods = ['calico/node:v3.27.2', 'calico/node:v3.27.4', 'calico/node:latest'].map((image, index) =>
    aRawPod({ name: `pod-${index}`, image }),
  );
  t.same(exposuresOf([aRawNode({ kernel: '5.4.0-1-generic' })], pods), []);
});

t.test('only the build suffix tells a good K3s from a bad one', async (t) => {
  const etcd = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/etcd': 'true' };
  const annotations = { 'k3s.io/node-args': '["server"]' };
  const server = (kubelet: string) => aRawNode({ name: kubelet, kubelet, labels: etcd, annotations });
  t.same(summary(exposuresOf([server('v1.33.7+k3s1'), server('v1.33.7+k3s2'), server('v1.33.7+k3s3')], [])), [
    'v1.33.7+k3s3 K3S-13574 exposed',
  ]);
});

t.test('the embedded registry matters only on servers that take part in it, of which there are two', async (t) => {
  const control = { 'node-role.kubernetes.io/control-plane': 'true' };
  const registry = { 'p2p.k3s.cattle.io/enabled': 'true' };
  const node = (name: string, labels: Readonly<Record<string, string>>) =>
    aRawNode({ name, kubelet: 'v1.31.6+k3s1', labels });
  t.same(
    summary(exposuresOf([node('a', { ...control, ...registry }), node('b', control), node('agent', registry)], [])),
    ['a K3S-12127 unknown manual', 'b K3S-12127 not_exposed'],
  );
  t.same(summary(exposuresOf([node('a', { ...control, ...registry }), node('agent', registry)], [])), [
    'a K3S-12127 not_exposed',
  ]);
});

t.test('a version that nobody has seen affected is unconfirmed, unless a condition rules it out', async (t) => {
  const { catalog: whole } = loadCatalog([
    aCatalogFolder({
      issue: rightIssue.replace('fixed: "v1.2.0"', 'fixed: "v1.2.0"\n        last_reported: "v1.1.0"'),
    }),
  ]);
  const state = (tag: string, kernel: string) => {
    const containers = [{ name: 'widget', image: `acme/widget:${tag}` }];
    const objects = {
      nodes: [cutNode(aRawNode({ kernel }), whole.wantedFacts)!],
      pods: [cutPod(aRawPod({ containers }), whole.wantedFacts)!],
      replicaSets: [],
    };
    return matchInventory(buildInventory(objects, createRecogniser(whole.components)), whole)[0]?.state;
  };
  t.equal(state('v1.1.0', '5.4.0'), 'exposed');
  t.equal(state('v1.1.5', '5.4.0'), 'unconfirmed');
  t.equal(state('v1.1.5', '5.10.0'), 'unconfirmed', 'although a condition is open as well');
  t.equal(state('v1.1.5', '6.8.0'), 'not_exposed');
  t.equal(state('v1.1.0', '5.10.0'), 'unknown');
});

t.test('instances are matched alike however many there are and in whatever order they come', async () => {
  const kernels = ['5.4.0-177-generic', '5.10.0-28-amd64', '6.8.0-1-generic', ''];
  const images = ['calico/node:v3.27.3', 'calico/node:v3.27.4', 'calico/node:v3.28.0-amd64', 'calico/node:latest'];
  const pod = fc.record({
    kernel: fc.constantFrom(...kernels.keys()),
    image: fc.constantFrom(...images),
    env: fc.constantFrom(undefined, 'false', 'true'),
  });
  const nodes = kernels.map((kernel, index) => aRawNode({ name: `node-${index}`, kernel }));
  const raw = (index: number, { kernel, image, env }: { kernel: number; image: string; env: string | undefined }) => {
    const variables = env === undefined ? [] : [{ name: 'FELIX_XDPENABLED', value: env }];
    const containers = [{ name: 'calico-node', image, env: variables }];
    return aRawPod({ name: `pod-${String(index).padStart(2, '0')}`, node: `node-${kernel}`, containers });
  };
  fc.assert(
    fc.property(fc.array(pod, { maxLength: 12 }), (pods) => {
      const together = summary(
        exposuresOf(
          nodes,
          pods.map((one, index) => raw(index, one)),
        ),
      );
      const alone = pods.flatMap((one, index) => summary(exposuresOf(nodes, [raw(index, one)])));
      return JSON.stringify(together) === JSON.stringify(alone);
    }),
    { numRuns: 300 },
  );
});
