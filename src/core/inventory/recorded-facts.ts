import { z } from 'zod';
import { parseImageReference } from '../components/image-reference.ts';
import type { ContainerInstance, Inventory, KeyValues, NodeFacts } from './inventory.ts';
import { objectOf } from './raw-object.ts';

/** The annotation of a recorded object, or of the list of all, that says what no field of a Kubernetes object can. */
const annotation = 'plimsoll/recorded';

const recordedFacts = z.object({
  /** Keys of labels and annotations of which the source could not show whether they are there. */
  unseenLabels: z.array(z.string()).default([]),
  unseenAnnotations: z.array(z.string()).default([]),
  /** Containers whose command lines the source could not show. */
  unseenArguments: z.array(z.string()).default([]),
  /** By container, versions that a metric of the program told. */
  reportedVersions: z.record(z.string(), z.string()).default({}),
  /** Of the list: whether there may be pods that were not looked at. */
  unseenPods: z.boolean().default(false),
});

export type RecordedFacts = z.output<typeof recordedFacts>;

const nothing: RecordedFacts = recordedFacts.parse({});

/** What the annotation of an object says; nothing on objects that a cluster gave. */
export function readRecordedFacts(annotations: unknown): RecordedFacts {
  const text = objectOf(annotations)[annotation];
  if (typeof text !== 'string') return nothing;
  try {
    return recordedFacts.parse(JSON.parse(text));
  } catch {
    return nothing; // an annotation of somebody else's
  }
}

/** The annotation for the list of all objects, as far as there is something to say. */
export function listRecord({ seesAllPods }: Inventory): Readonly<Record<string, string>> {
  return write({ ...nothing, unseenPods: !seesAllPods });
}

/** The annotation for a node, as far as there is something to say. */
export function nodeRecord({ labels, annotations }: NodeFacts): Readonly<Record<string, string>> {
  return write({ ...nothing, unseenLabels: unseenOf(labels), unseenAnnotations: unseenOf(annotations) });
}

/** The annotation for the pod of these containers, of which the first tells what they share. */
export function podRecord(
  { podLabels, podAnnotations }: ContainerInstance,
  containers: readonly ContainerInstance[],
): Readonly<Record<string, string>> {
  return write({
    ...nothing,
    unseenLabels: unseenOf(podLabels),
    unseenAnnotations: unseenOf(podAnnotations),
    unseenArguments: containers.flatMap(({ container, flags }) => (flags ? [] : [container])),
    reportedVersions: Object.fromEntries(containers.flatMap(reportedVersion)),
  });
}

function unseenOf(values: KeyValues): string[] {
  return [...values].flatMap(([key, value]) => (value === undefined ? [key] : []));
}

/** A version that neither the image tells nor what is reported of it. */
function reportedVersion({ container, image, reported, component, version }: ContainerInstance) {
  const { tag, digest = reported?.digest ?? '' } = parseImageReference(image) ?? {};
  const { scheme, runs } = component;
  const isToldByTag = [tag, reported?.tag].some((text) => text !== undefined && scheme.parse(text));
  const isToldByDigest = runs.as === 'container' && runs.digests.has(digest);
  return !version.ok || isToldByTag || isToldByDigest ? [] : [[container, version.version.text] as const];
}

function write(facts: RecordedFacts): Readonly<Record<string, string>> {
  const said = Object.entries(facts).filter(([, value]) => value === true || Object.keys(value).length > 0);
  return said.length === 0 ? {} : { [annotation]: JSON.stringify(Object.fromEntries(said)) };
}
