import type { WantedFacts } from '../catalog/catalog.ts';
import type { Recogniser } from '../components/recognise.ts';
import { type ReportedImage, readReportedImage } from '../components/reported-image.ts';
import { cutEnvironment } from './container-environment.ts';
import { parseArguments, readFlags, writeFlags } from './container-flags.ts';
import type { Environment, Flags, KeyValues, NodeFacts, Workload } from './inventory.ts';
import { parseQuantity } from './quantity.ts';
import { nameOf, objectOf, objectsOf, type RawObject, textOf, textsOf } from './raw-object.ts';
import { readRecordedFacts } from './recorded-facts.ts';
import { stayingContainers } from './staying-containers.ts';

/** A pod, cut to the fields that are read. */
export interface PodObject {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly phase: string;
  readonly controller: Workload | undefined;
  readonly labels: KeyValues;
  readonly annotations: KeyValues;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly name: string;
  /** As the pod's spec names it. */
  readonly image: string;
  /** Only where it is asked for: see `Recogniser`. */
  readonly reported: ReportedImage | undefined;
  readonly environment: Environment;
  /** `undefined` where the source does not show command lines. */
  readonly flags: Flags | undefined;
  /** What a metric of the program says its version is; `undefined` where none does. */
  readonly reportedVersion: string | undefined;
}

/** Who owns a ReplicaSet. */
export interface ReplicaSetObject {
  readonly namespace: string;
  readonly name: string;
  readonly controller: Workload | undefined;
}

/** The stable label first, then what it was called before Kubernetes 1.17. */
export const instanceTypeLabels = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'] as const;

/** `undefined` when the object has no name, which makes it a node. What else is missing or odd is absent. */
export function cutNode(raw: unknown, wanted: WantedFacts): NodeFacts | undefined {
  const { metadata, spec, status } = objectOf(raw);
  const { name: named, labels: allLabels, annotations } = objectOf(metadata);
  const name = nameOf(named);
  if (name === undefined) return undefined;
  const { nodeInfo, capacity } = objectOf(status);
  const info = objectOf(nodeInfo);
  const { cpu, memory } = objectOf(capacity);
  const labels = objectOf(allLabels);
  const recorded = readRecordedFacts(annotations);
  return {
    cluster: undefined,
    name,
    kubeletVersion: textOf(info['kubeletVersion']),
    kernelVersion: textOf(info['kernelVersion']) || undefined,
    osImage: textOf(info['osImage']) || undefined,
    architecture: textOf(info['architecture']) || textOf(labels['kubernetes.io/arch']) || undefined,
    instanceType: instanceTypeLabels.map((label) => textOf(labels[label])).find((type) => type !== ''),
    providerId: textOf(objectOf(spec)['providerID']) || undefined,
    containerRuntime: textOf(info['containerRuntimeVersion']) || undefined,
    capacity: { cpu: parseQuantity(textOf(cpu)), memory: parseQuantity(textOf(memory)) },
    labels: withUnseen(pickTexts(labels, wanted.nodeLabels), recorded.unseenLabels, wanted.nodeLabels),
    annotations: withUnseen(
      cutAnnotations(pickTexts(objectOf(annotations), wanted.nodeAnnotations), wanted),
      recorded.unseenAnnotations,
      wanted.nodeAnnotations,
    ),
  };
}

/**
 * `undefined` when the object lacks what makes it a pod: a name, a namespace and containers. What else is missing or odd
 * is absent, and a container without a name is left out.
 */
export function cutPod(raw: unknown, wanted: WantedFacts): PodObject | undefined {
  return cutPodWith(raw, stayingContainers(specOf(raw)), wanted, () => true);
}

/** The same for a pod that runs something catalogued, without its other containers; `undefined` for any other. */
export function cutTrackedPod(raw: unknown, wanted: WantedFacts, recogniser: Recogniser): PodObject | undefined {
  const recognise = ({ name, image }: RawObject) => recogniser.recogniseContainer(textOf(image), textOf(name));
  // First of all, since most pods end here.
  const tracked = stayingContainers(specOf(raw)).filter((container) => recognise(container) !== undefined);
  if (tracked.length === 0) return undefined;
  return cutPodWith(raw, tracked, wanted, (container) => recognise(container)?.version.ok === false);
}

function specOf(raw: unknown): RawObject {
  return objectOf(objectOf(raw)['spec']);
}

function cutPodWith(
  raw: unknown,
  containers: readonly RawObject[],
  wanted: WantedFacts,
  needsStatus: (container: RawObject) => boolean,
): PodObject | undefined {
  const { metadata: rawMetadata, spec: rawSpec, status: rawStatus } = objectOf(raw);
  const { name: named, namespace: within, labels, annotations, ownerReferences } = objectOf(rawMetadata);
  const spec = objectOf(rawSpec);
  const status = objectOf(rawStatus);
  const recorded = readRecordedFacts(annotations);
  const name = nameOf(named);
  const namespace = nameOf(within);
  if (name === undefined || namespace === undefined || !Array.isArray(spec['containers'])) return undefined;
  return {
    namespace,
    name,
    nodeName: textOf(spec['nodeName']),
    phase: textOf(status['phase']),
    controller: controllerOf(ownerReferences),
    labels: withUnseen(pickTexts(objectOf(labels), wanted.podLabels), recorded.unseenLabels, wanted.podLabels),
    annotations: withUnseen(
      pickTexts(objectOf(annotations), wanted.podAnnotations),
      recorded.unseenAnnotations,
      wanted.podAnnotations,
    ),
    containers: containers.map((container) => ({
      name: textOf(container['name']),
      image: textOf(container['image']),
      reported: needsStatus(container) ? reportedImage(container, status) : undefined,
      environment: cutEnvironment(container, wanted.environment),
      flags: recorded.unseenArguments.includes(textOf(container['name']))
        ? undefined
        : readFlags([...textsOf(container['command']), ...textsOf(container['args'])], wanted.flags),
      reportedVersion: recorded.reportedVersions[textOf(container['name'])],
    })),
  };
}

/** Sidecars have their status among those of init containers. */
function reportedImage({ name, image }: RawObject, status: RawObject): ReportedImage | undefined {
  const statuses = [...objectsOf(status['containerStatuses']), ...objectsOf(status['initContainerStatuses'])];
  const own = objectOf(statuses.find((other) => other['name'] === name));
  return readReportedImage(textOf(image), textOf(own['image']), textOf(own['imageID']));
}

export function cutReplicaSet(raw: unknown): ReplicaSetObject | undefined {
  const { name: named, namespace: within, ownerReferences } = objectOf(objectOf(raw)['metadata']);
  const name = nameOf(named);
  const namespace = nameOf(within);
  if (name === undefined || namespace === undefined) return undefined;
  return { name, namespace, controller: controllerOf(ownerReferences) };
}

/** The one owner that controls the object. */
function controllerOf(ownerReferences: unknown): Workload | undefined {
  const owner = objectsOf(ownerReferences).find(({ controller }) => controller === true);
  const kind = nameOf(owner?.['kind']);
  const name = nameOf(owner?.['name']);
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

const nothing: ReadonlyMap<string, string> = new Map();

/** Of labels or annotations those that are wanted. Asks for each that is wanted, as an object has many more. */
function pickTexts(all: RawObject, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  let found: Map<string, string> | undefined;
  for (const key of wanted) {
    const value = all[key];
    if (typeof value !== 'string') continue;
    found ??= new Map();
    found.set(key, value);
  }
  return found ?? nothing;
}

/** Of a recording: what its source could not show is not absent. */
function withUnseen(
  found: ReadonlyMap<string, string>,
  unseen: readonly string[],
  wanted: ReadonlySet<string>,
): KeyValues {
  const missing = unseen.filter((key) => wanted.has(key) && !found.has(key));
  return missing.length === 0 ? found : new Map([...found, ...missing.map((key) => [key, undefined] as const)]);
}

/** Command lines among annotations are cut to the flags that are wanted: K3s writes whole ones, with addresses and tokens. */
export function cutAnnotations<Value extends string | undefined>(
  picked: ReadonlyMap<string, Value>,
  { nodeFlags }: WantedFacts,
): ReadonlyMap<string, Value | string> {
  if (nodeFlags.size === 0 || picked.size === 0) return picked;
  return new Map([...picked].map(([key, value]) => [key, value && cutArguments(value, nodeFlags.get(key))]));
}

/** One that is no list of texts tells nothing, and nothing of it is kept. */
function cutArguments(annotation: string, flags: ReadonlySet<string> | undefined): string {
  if (!flags) return annotation;
  const args = parseArguments(annotation);
  return args ? JSON.stringify(writeFlags(readFlags(args, flags))) : '';
}
