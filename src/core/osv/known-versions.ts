import type { Catalog } from '../catalog/catalog.ts';
import { leavesOf } from '../catalog/condition.ts';
import type { Affected, Example, KnownIssue } from '../catalog/known-issue.ts';
import { createRecogniser, type Recognised, type Recogniser } from '../components/recognise.ts';
import { compareVersions, type Version } from '../versions/version.ts';
import type { AffectedRange } from '../versions/version-range.ts';

/** Every version of each component that the catalog speaks of, by the component's id; oldest first, each text once. */
export function knownVersions(catalog: Catalog): ReadonlyMap<string, readonly Version[]> {
  const recogniser = createRecogniser(catalog.components);
  const mentions = [
    ...catalog.issues.flatMap((issue) => [...inRecord(issue), ...inExamples(issue, recogniser)]),
    ...catalog.distributions.flatMap(({ releases }) => releases.flatMap(({ carries }) => [...carries])),
  ];
  const byComponent = new Map<string, Map<string, Version>>();
  for (const [id, versions] of mentions) {
    const known = byComponent.get(id) ?? new Map<string, Version>();
    byComponent.set(id, known);
    for (const version of versions) known.set(version.text, version);
  }
  return new Map([...byComponent].map(([id, versions]) => [id, sortVersions(versions.values())]));
}

/** A component's id, and versions of it. */
type Mention = readonly [string, readonly Version[]];

function inRecord({ affected, conditions }: KnownIssue): readonly Mention[] {
  return [
    ...affected.map((entry): Mention => [entry.component.id, versionsOf(entry)]),
    ...conditions
      .flatMap(({ test }) => leavesOf(test))
      .flatMap((leaf): readonly Mention[] =>
        leaf.kind === 'component_present' ? [[leaf.component.id, leaf.ranges.flatMap(boundsOf)]] : [],
      ),
  ];
}

function versionsOf({ ranges, versions, partialFixes }: Affected): readonly Version[] {
  return [...ranges.flatMap(boundsOf), ...versions, ...partialFixes.map(({ version }) => version)];
}

function boundsOf({ introduced, upper, firstReported, lastReported }: AffectedRange): readonly Version[] {
  return [introduced, upper?.version, firstReported, lastReported].filter((version) => version !== undefined);
}

function inExamples({ examples }: KnownIssue, recogniser: Recogniser): readonly Mention[] {
  return [...examples.affected, ...examples.unaffected].flatMap((example) =>
    recogniseIn(example, recogniser).flatMap(({ component, version }): readonly Mention[] =>
      version.ok ? [[component.id, [version.version]]] : [],
    ),
  );
}

function recogniseIn(example: Example, recogniser: Recogniser): readonly Recognised[] {
  const { container, others, kubelet, kernel, osImage, runtime, nodeLabels } = example;
  const containers = [...(container ? [container] : []), ...others];
  return [
    ...containers.flatMap(({ image, name }) => recogniser.recogniseContainer(image, name) ?? []),
    ...recogniser.recogniseNode({
      kubeletVersion: kubelet,
      kernelVersion: kernel,
      osImage,
      containerRuntime: runtime,
      labels: new Map(Object.entries(nodeLabels)),
    }),
  ];
}

function sortVersions(versions: Iterable<Version>): readonly Version[] {
  return [...versions].sort(compareVersions);
}
