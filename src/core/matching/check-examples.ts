import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRule } from '../catalog/catalog-rules.ts';
import type { Example, ExampleContainer, KnownIssue } from '../catalog/known-issue.ts';
import type { ParsedCatalog } from '../catalog/parse-catalog.ts';
import type { Component } from '../components/component.ts';
import { createRecogniser, type Recogniser } from '../components/recognise.ts';
import { buildInventory } from '../inventory/build-inventory.ts';
import { readFlags } from '../inventory/container-flags.ts';
import type { Instance, Inventory, NodeFacts } from '../inventory/inventory.ts';
import type { PodObject } from '../inventory/kubernetes-objects.ts';
import type { Problem } from '../text/problem.ts';
import { type Exposure, matchInventory } from './match.ts';

/** Runs every issue's examples through recognition and matching, and reports those that come out otherwise. */
export function checkExamples({ catalog, sources }: ParsedCatalog): readonly Problem[] {
  const recogniser = createRecogniser(catalog.components);
  const standing = catalog.issues.filter(({ withdrawn }) => withdrawn === undefined);
  return standing.flatMap((issue) =>
    (['affected', 'unaffected'] as const).flatMap((list) =>
      issue.examples[list].flatMap((example, index) => {
        const outcome = outcomeOf(example, issue, inventoryOf(example, catalog, recogniser));
        const source = sources.issues.get(issue.id);
        if (!source || outcome.isAffected === shouldBeAffected[list]) return [];
        const position = source.locate(['examples', list, index]);
        const message = `the ${list} example ${nameOf(example)} ${outcome.because}; correct the example or the record`;
        const rule: CatalogRule = 'example-mismatch';
        return [{ file: source.file, ...position, rule, message }];
      }),
    ),
  );
}

const shouldBeAffected = { affected: true, unaffected: false } as const;

interface Outcome {
  /** `undefined` when the example is about nothing that the issue knows, so that it proves nothing either way. */
  readonly isAffected: boolean | undefined;
  /** A clause that goes on from the example's name. */
  readonly because: string;
}

function outcomeOf(example: Example, issue: KnownIssue, inventory: Inventory): Outcome {
  const components = issue.affected.map(({ component }) => component);
  const kind = example.container ? 'container' : 'node-process';
  const isMeant = (instance: Instance) => instance.kind === kind && components.includes(instance.component);
  const instance = inventory.instances.find(isMeant);
  if (!instance) {
    // Another component of the catalog is a fact about this issue, a name that nobody knows is none.
    const isOther = inventory.instances.some((other) => other.kind === kind);
    return { isAffected: isOther ? false : undefined, because: whyNotRecognised(example, components) };
  }
  if (!instance.version.ok) return { isAffected: undefined, because: 'has no version that can be read' };
  const exposure = matchInventory(inventory, { issuesOf: () => [issue] }).find((one) => isMeant(one.instance));
  if (!exposure) return { isAffected: false, because: `comes out as out of range: ${instance.version.version.text}` };
  return { isAffected: exposure.state !== 'not_exposed', because: describe(exposure) };
}

function whyNotRecognised({ container }: Example, components: readonly Component[]): string {
  const clause = `is not recognised as ${components.map(({ id }) => id).join(' or ')}`;
  const names = components.flatMap(({ runs }) =>
    runs.as === 'container' && runs.sharedImages.length > 0 ? runs.containers : [],
  );
  if (names.length === 0 || !container || names.includes(container.name)) return clause;
  return `${clause}: its image is shared, so container has to be ${names.join(' or ')}`;
}

function describe({ state, condition, reason }: Exposure): string {
  const clause = `comes out as ${state.replaceAll('_', ' ')}`;
  if (state === 'exposed') return clause;
  if (!condition) return `${clause}, as nobody has seen its version affected`;
  return state === 'unknown'
    ? `${clause} (${reason}): ${condition.text}`
    : `${clause}, as this is false: ${condition.text}`;
}

/** The smallest cluster that the example describes. */
function inventoryOf(example: Example, { wantedFacts }: Catalog, recogniser: Recogniser): Inventory {
  const { container, others } = example;
  const pods = container
    ? Array.from({ length: container.replicas }, (_, index) => podOf(`example-${index}`, container, wantedFacts.flags))
    : [];
  const otherPods = others.map((other, index) => podOf(`other-${index}`, { ...emptyContainer, ...other }, new Set()));
  return buildInventory({ nodes: nodesOf(example), pods: [...pods, ...otherPods], replicaSets: [] }, recogniser);
}

const emptyContainer = { args: [], env: {}, podLabels: {}, podAnnotations: {} };

function nodesOf(example: Example): readonly NodeFacts[] {
  const facts = {
    cluster: undefined,
    kubeletVersion: example.kubelet,
    kernelVersion: example.kernel || undefined,
    osImage: example.osImage || undefined,
    architecture: example.architecture || undefined,
    instanceType: example.instanceType || undefined,
    providerId: example.providerId || undefined,
    containerRuntime: example.runtime || undefined,
    capacity: { cpu: example.cpus, memory: example.memory },
    labels: new Map(Object.entries(example.nodeLabels)),
    annotations: new Map(Object.entries(example.nodeAnnotations)),
  };
  return Array.from({ length: example.nodes }, (_, index) => ({ name: `node-${index}`, ...facts }));
}

/** Pods of the example share an owner, so that they are one workload. */
function podOf(name: string, container: Omit<ExampleContainer, 'replicas'>, flags: ReadonlySet<string>): PodObject {
  return {
    namespace: 'example',
    name,
    nodeName: 'node-0',
    phase: 'Running',
    controller: { kind: 'StatefulSet', name: name.replace(/-\d+$/, '') },
    labels: new Map(Object.entries(container.podLabels)),
    annotations: new Map(Object.entries(container.podAnnotations)),
    containers: [
      {
        name: container.name,
        image: container.image,
        reported: undefined,
        environment: { values: new Map(Object.entries(container.env)), mayHaveMore: false },
        flags: readFlags(container.args, flags),
        reportedVersion: undefined,
      },
    ],
  };
}

function nameOf(example: Example): string {
  return example.container?.image ?? (example.kubelet || example.runtime || example.osImage || example.kernel);
}
