import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRule } from '../catalog/catalog-rules.ts';
import type { Example, KnownIssue } from '../catalog/known-issue.ts';
import type { ParsedCatalog } from '../catalog/parse-catalog.ts';
import { createRecogniser, type Recogniser } from '../components/recognise.ts';
import { buildInventory } from '../inventory/build-inventory.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { cutNode, cutPod } from '../inventory/kubernetes-objects.ts';
import type { Problem } from '../text/problem.ts';
import { type ExposureState, matchInventory } from './match.ts';

type Outcome = ExposureState | 'out of range' | 'not recognised';

/** Runs every issue's examples through recognition and matching, and reports those that come out otherwise. */
export function checkExamples({ catalog, sources }: ParsedCatalog): readonly Problem[] {
  const recogniser = createRecogniser(catalog.components);
  return catalog.issues.flatMap((issue) =>
    (['affected', 'unaffected'] as const).flatMap((list) =>
      issue.examples[list].flatMap((example, index) => {
        const outcome = outcomeOf(issue, inventoryOf(example, catalog, recogniser), catalog);
        const alerts = outcome === 'exposed' || outcome === 'unknown';
        const source = sources.get(issue.id);
        if (!source || alerts === (list === 'affected')) return [];
        const position = source.document.locate(['examples', list, index]);
        const message = `the ${list} example ${nameOf(example)} comes out as ${outcome.replaceAll('_', ' ')}; correct the example or the record`;
        const rule: CatalogRule = 'example-mismatch';
        return [{ file: source.file, ...position, rule, message }];
      }),
    ),
  );
}

function outcomeOf(issue: KnownIssue, inventory: Inventory, catalog: Catalog): Outcome {
  const components = new Set(issue.affected.map(({ component }) => component.id));
  if (!inventory.instances.some(({ component }) => components.has(component.id))) return 'not recognised';
  const exposure = matchInventory(inventory, catalog).find((candidate) => candidate.issue.id === issue.id);
  return exposure?.state ?? 'out of range';
}

/** The smallest cluster that the example describes, as the API server would show it. */
function inventoryOf(example: Example, catalog: Catalog, recogniser: Recogniser): Inventory {
  const { wantedFacts } = catalog;
  const nodes = Array.from({ length: example.nodes }, (_, index) => cutNode(nodeObject(example, index), wantedFacts));
  const pod = example.runs.as === 'container' ? cutPod(podObject(example.runs.image, example), wantedFacts) : undefined;
  return buildInventory(
    { nodes: nodes.filter((node) => node !== undefined), pods: pod ? [pod] : [], replicaSets: [] },
    recogniser,
  );
}

function nodeObject({ runs, ...example }: Example, index: number): unknown {
  return {
    metadata: { name: `node-${index}`, labels: example.nodeLabels, annotations: example.nodeAnnotations },
    spec: { providerID: example.providerId },
    status: {
      nodeInfo: {
        kubeletVersion: runs.as === 'node-process' ? runs.kubelet : '',
        kernelVersion: example.kernel,
        osImage: example.osImage,
      },
    },
  };
}

function podObject(image: string, { env }: Example): unknown {
  return {
    metadata: { namespace: 'example', name: 'example' },
    spec: {
      nodeName: 'node-0',
      containers: [{ name: 'example', image, env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
    },
    status: { phase: 'Running' },
  };
}

function nameOf({ runs }: Example): string {
  return runs.as === 'container' ? runs.image : runs.kubelet;
}
