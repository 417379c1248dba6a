import t from 'tap';
import { cutWorkload } from '../../../src/core/inventory/workload-objects.ts';

function aRawWorkload(podSpec: object) {
  return { metadata: { name: 'calico-node', namespace: 'kube-system' }, spec: { template: { spec: podSpec } } };
}

const containers = [{ name: 'calico-node', image: 'quay.io/calico/node:v3.27.3', env: [{ name: 'A', value: 'b' }] }];

t.test('of a workload its name and the images of its pods are kept', async (t) => {
  t.same(cutWorkload(aRawWorkload({ containers })), {
    namespace: 'kube-system',
    name: 'calico-node',
    containers: [{ name: 'calico-node', image: 'quay.io/calico/node:v3.27.3' }],
  });
});

t.test('sidecars of a workload count, other init containers and volumes do not', async (t) => {
  const initContainers = [
    { name: 'install-cni', image: 'calico/cni:v3.27.3' },
    { name: 'proxy', image: 'istio/proxyv2:1.24.0', restartPolicy: 'Always' },
  ];
  const workload = cutWorkload(aRawWorkload({ initContainers, containers, volumes: [{ name: 'v' }] }));
  t.same(
    workload?.containers.map(({ name }) => name),
    ['proxy', 'calico-node'],
  );
});

t.test('an odd container of a workload does not hide the others', async (t) => {
  const odd = [null, 'x', { image: 'a/b:v1.0.0' }, { name: 7 }, { name: 'bare' }, ...containers];
  t.same(
    cutWorkload(aRawWorkload({ containers: odd, initContainers: 'none' }))?.containers.map(({ image }) => image),
    ['', 'quay.io/calico/node:v3.27.3'],
  );
});

for (const raw of [
  undefined,
  null,
  'DaemonSet',
  [],
  {},
  { metadata: { name: 'x', namespace: 'n' } },
  { metadata: { name: 'x', namespace: 'n' }, spec: { template: {} } },
  { metadata: { name: 'x', namespace: 'n' }, spec: { template: { spec: { containers: {} } } } },
  { metadata: { name: '', namespace: 'n' }, spec: { template: { spec: { containers } } } },
  { metadata: { name: 'x', namespace: 1 }, spec: { template: { spec: { containers } } } },
]) {
  t.test(`${JSON.stringify(raw)} is no workload`, async (t) => t.equal(cutWorkload(raw), undefined));
}
