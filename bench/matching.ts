import { loadCatalog } from '../src/app/load-catalog.ts';
import type { Catalog } from '../src/core/catalog/catalog.ts';
import { createRecogniser } from '../src/core/components/recognise.ts';
import { buildInventory } from '../src/core/inventory/build-inventory.ts';
import type { Inventory } from '../src/core/inventory/inventory.ts';
import { cutNode, cutPod } from '../src/core/inventory/kubernetes-objects.ts';
import { matchInventory } from '../src/core/matching/match.ts';
import { builtInCatalog } from '../test/support/built-in.ts';
import { readCorpus } from '../test/support/corpus.ts';
import { aCatalogOf, median } from './support.ts';

/**
 * How long it takes to match an inventory of 100,000 containers, and how that follows the number of distinct
 * combinations of component, version and facts: the peer is the same inventory in which every node has a kernel of its
 * own. Prints medians of one run.
 */
const instances = 100_000;
const { catalog: builtIn } = await builtInCatalog();
const { catalog: generated } = loadCatalog([aCatalogOf(5_000)]);
const realImages = readCorpus('image-references.tsv').flatMap(([image = '', name = '', component]) =>
  component === '-' ? [] : [{ image, name: name || 'main' }],
);
const generatedImages = Array.from({ length: 1_000 }, (_, index) => ({
  image: `acme/part-${index % 500}:v1.${index % 10}.${index % 7}`,
  name: 'part',
}));

await measure('the built-in catalog', builtIn, realImages);
await measure('5,000 generated issues', generated, generatedImages);

interface RunningImage {
  readonly image: string;
  readonly name: string;
}

async function measure(what: string, catalog: Catalog, images: readonly RunningImage[]): Promise<void> {
  for (const kernels of [4, 2_000]) {
    const inventory = anInventory(catalog, images, kernels);
    const exposures = matchInventory(inventory, catalog).length;
    const own = await median(() => matchInventory(inventory, catalog));
    console.log(
      `${what}, ${inventory.instances.length} instances on nodes with ${kernels} kernels: ${own.toFixed(0)} ms for ${exposures} exposures`,
    );
  }
}

function anInventory(catalog: Catalog, images: readonly RunningImage[], kernels: number): Inventory {
  const nodes = Array.from({ length: 2_000 }, (_, index) => ({
    metadata: { name: `node-${index}` },
    status: {
      capacity: { cpu: '16', memory: '64Gi' },
      nodeInfo: { kubeletVersion: 'v1.31.6', kernelVersion: `5.${4 + (index % 4)}.0-${index % kernels}-generic` },
    },
  }));
  const pods = Array.from({ length: instances }, (_, index) => ({
    metadata: { name: `pod-${index}`, namespace: 'default' },
    spec: { nodeName: `node-${index % nodes.length}`, containers: [images[index % images.length]] },
    status: { phase: 'Running' },
  }));
  const objects = {
    nodes: nodes.flatMap((node) => cutNode(node, catalog.wantedFacts) ?? []),
    pods: pods.flatMap((pod) => cutPod(pod, catalog.wantedFacts) ?? []),
    replicaSets: [],
  };
  return buildInventory(objects, createRecogniser(catalog.components));
}
