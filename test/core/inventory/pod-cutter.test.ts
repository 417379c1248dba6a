import t from 'tap';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { cutPod } from '../../../src/core/inventory/kubernetes-objects.ts';
import { createPodCutter } from '../../../src/core/inventory/pod-cutter.ts';
import { aRawPod, everythingWanted } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';

const recogniser = createRecogniser((await firstCasesCatalog()).components);
const cutter = () => createPodCutter(everythingWanted, recogniser);
const calico = { name: 'calico-node', image: 'quay.io/calico/node:v3.27.3', args: ['--config', '/x'] };
const ours = { name: 'ours', image: 'example.com/ours:v1.0.0', env: [{ name: 'FELIX_XDPENABLED', value: 'true' }] };

t.test('a pod that runs nothing catalogued is not kept, whatever its init containers run', async (t) => {
  t.equal(cutter()(aRawPod({ containers: [ours] })), undefined);
});

t.test('of a pod that runs something catalogued nothing of its other containers is kept', async (t) => {
  t.same(
    cutter()(aRawPod({ containers: [ours, calico] })),
    cutPod(aRawPod({ containers: [calico] }), everythingWanted),
  );
});

t.test('of the status something is kept only where the spec does not tell the version', async (t) => {
  const statuses = [{ name: 'calico-node', image: 'quay.io/calico/node:v3.27.4', imageID: '' }];
  const reportedOf = (image: string) =>
    cutter()(aRawPod({ containers: [{ ...calico, image }], statuses }))?.containers[0]?.reported;
  t.equal(reportedOf('quay.io/calico/node:v3.27.3'), undefined);
  t.same(reportedOf('quay.io/calico/node:latest'), { tag: 'v3.27.4', digest: undefined });
});

t.test('pods that are alike share what they have in common, and others do not', async (t) => {
  const cut = cutter();
  const containersOf = (container: object, name: string) => cut(aRawPod({ name, containers: [container] }))?.containers;
  const first = containersOf(calico, 'a');
  t.equal(containersOf(calico, 'b'), first);
  const others = [
    { ...calico, name: 'other' },
    { ...calico, image: 'quay.io/calico/node:v3.27.4' },
    { ...calico, args: ['--config', '/y'] },
    { ...calico, env: [{ name: 'FELIX_XDPENABLED', value: '' }] },
    { ...calico, env: [{ name: 'FELIX_XDPENABLED', valueFrom: {} }] },
    { ...calico, envFrom: [{ configMapRef: { name: 'x' } }] },
  ];
  const seen = [first, ...others.map((container, index) => containersOf(container, `other-${index}`))];
  t.equal(new Set(seen).size, seen.length);
  t.same(seen[1]?.[0]?.name, 'other');
});

t.test('sharing does not mix up pods, however many there are', async (t) => {
  const cut = cutter();
  for (let index = 0; index < 25_000; index++) {
    const namespace = `n-${index}`;
    const pod = cut(aRawPod({ namespace, containers: [{ ...calico, args: [`--config=${index}`] }] }));
    if (pod?.namespace !== namespace || pod.containers[0]?.flags?.get('config')?.[0] !== String(index)) {
      t.fail(`pod ${index} is ${JSON.stringify(pod)}`);
    }
  }
});
