import t from 'tap';
import { createRecogniser } from '../../src/core/components/recognise.ts';
import { buildInventory } from '../../src/core/inventory/build-inventory.ts';
import { readObjects } from '../../src/core/inventory/read-objects.ts';
import { matchInventory } from '../../src/core/matching/match.ts';
import { builtInCatalog, demoCluster, firstCases } from '../support/built-in.ts';

t.test('the demo cluster runs the first cases of the catalog, and shows every answer', async (t) => {
  const { catalog } = await builtInCatalog();
  const reading = readObjects(demoCluster(), catalog.wantedFacts);
  if (!reading.ok) throw new Error(reading.message);
  const inventory = buildInventory(reading.objects, createRecogniser(catalog.components));
  const exposures = matchInventory(inventory, catalog);

  const alerting = exposures.filter(({ state }) => state !== 'not_exposed').map(({ issue }) => issue.id);
  for (const id of firstCases) t.ok(alerting.includes(id), id);
  t.same([...new Set(exposures.map(({ state }) => state))].sort(), [
    'exposed',
    'not_exposed',
    'unconfirmed',
    'unknown',
  ]);
  t.ok(inventory.instances.some(({ version }) => !version.ok && version.reason === 'digest_only'));
  t.ok(inventory.instances.some((one) => one.version.ok && !exposures.some(({ instance }) => instance === one)));
});
