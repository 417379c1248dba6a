import t from 'tap';
import { createExporter } from '../../src/app/exporter.ts';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { buildInventory } from '../../src/core/inventory/build-inventory.ts';
import { cutPod } from '../../src/core/inventory/kubernetes-objects.ts';
import { aRawPod } from '../support/builders.ts';
import { firstCasesCatalog } from '../support/built-in.ts';

const catalog = await firstCasesCatalog();

function inventoryOf(image: string) {
  const pod = cutPod(aRawPod({ image }), catalog.wantedFacts);
  return buildInventory({ nodes: [], pods: pod ? [pod] : [], replicaSets: [] }, createRecogniser(catalog.components));
}

t.test('a snapshot is published whole, and stands when discovery fails', async (t) => {
  const told: string[] = [];
  let time = 1_000;
  const { current, listener } = createExporter({
    catalog,
    identity: { version: '1', digest: 'd', builtIn: true, overridden: [] },
    clock: () => {
      time += 250;
      return time;
    },
    observer: {
      onSnapshot: (_snapshot, seconds) => told.push(`snapshot ${seconds}`),
      onConfirmed: (at) => told.push(`confirmed ${at}`),
      onFailure: ({ reason }) => told.push(reason),
      onRecovery: ({ resource }) => told.push(`${resource} again`),
    },
  });
  t.equal(current(), undefined, 'nothing before the first complete discovery');

  listener.onInventory(inventoryOf('calico/node:v3.27.3'));
  listener.onConfirmed(7);
  const first = current();
  t.match(new TextDecoder().decode(first?.exposition), 'version="v3.27.3"');
  t.equal(first?.snapshot.exposures.length, 1);

  listener.onFailure({ resource: 'pods', namespace: undefined, reason: 'unreachable', message: 'gone' });
  t.equal(current(), first);

  listener.onInventory(inventoryOf('calico/node:v3.27.4'));
  t.notMatch(new TextDecoder().decode(current()?.exposition), 'v3.27.3');
  t.same(told, ['snapshot 0.25', 'confirmed 7', 'unreachable', 'snapshot 0.25']);
});
