import { type Collection, createCollection } from './collection.ts';
import { replicaSetHash, seedOf } from './names.ts';
import { type PodForm, podMetadataTemplate, podTemplate } from './pod-template.ts';
import { hex, mix, suffix, timeOf, uniqueSuffix, uuid } from './seeded.ts';
import type { Template } from './template.ts';
import type { Workload } from './workloads.ts';

export interface Pods {
  readonly collection: Collection;
  /** Which pods are of the DaemonSet or Deployment of this name. */
  readonly ofWorkload: (name: string) => readonly number[];
  /** From now on its first container runs this image. */
  readonly change: (index: number, image: string, resourceVersion: number) => void;
  /** Those among `from` to `to` that were changed, and what they are since: equal texts mean equal objects. */
  readonly changesIn: (from: number, to: number) => string;
  /** A pod of a job that is in no list, since it lives for a moment. */
  readonly shortLived: (job: ShortLivedPod) => string;
}

export interface ShortLivedPod {
  readonly number: number;
  readonly namespace: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded';
  readonly resourceVersion: number;
}

interface Change {
  readonly image: string;
  readonly resourceVersion: number;
}

export function createPods(workloads: readonly Workload[], nodeNames: readonly string[]): Pods {
  const changes = new Map<number, Change>();
  const owners = workloads.flatMap((workload, owner) => Array.from({ length: workload.pods }, () => owner));
  const firsts = new Map<number, number>();
  for (const [index, owner] of owners.entries()) if (!firsts.has(owner)) firsts.set(owner, index);
  const full = templatesFor(podTemplate);
  const metadata = templatesFor(podMetadataTemplate);

  const write = (templates: typeof full) => (index: number) => {
    const owner = owners[index] ?? -1;
    const workload = workloads[owner];
    if (!workload) throw new Error(`there is no pod ${index}`);
    const ordinal = index - (firsts.get(owner) ?? 0);
    return templates(formOf(workload)).fill(
      valuesOfPod(workload, { index, ordinal, nodeNames, change: changes.get(index) }),
    );
  };

  return {
    collection: createCollection({
      kind: 'Pod',
      apiVersion: 'v1',
      resource: 'pods',
      namespaceOf: owners.map((owner) => workloads[owner]?.namespace ?? ''),
      full: write(full),
      metadata: write(metadata),
    }),
    ofWorkload: (name) => owners.flatMap((owner, index) => (workloads[owner]?.name === name ? [index] : [])),
    change: (index, image, resourceVersion) => {
      changes.set(index, { image, resourceVersion });
    },
    changesIn: (from, to) =>
      [...changes]
        .filter(([index]) => index >= from && index < to)
        .map(([, { resourceVersion }]) => resourceVersion)
        .join(),
    shortLived: ({ number, namespace, phase, resourceVersion }) => {
      const name = `report-${number}`;
      const image = { image: `registry.example.com/jobs/report:1.${number % 7}.0`, name: 'report' };
      const job = {
        kind: 'DaemonSet',
        namespace,
        name,
        pods: 1,
        images: [image],
        initContainers: 0,
        isTracked: false,
      } as const;
      const values = valuesOfPod(job, { index: number, ordinal: mix(number), nodeNames, change: undefined });
      return full({ kind: 'Job', containers: 1, initContainers: 0 }).fill({
        ...values,
        phase,
        nodeName: nodeNames[mix(number) % nodeNames.length] ?? '',
        resourceVersion: String(resourceVersion),
      });
    },
  };
}

function templatesFor(make: (form: PodForm) => Template): (form: PodForm) => Template {
  const made = new Map<string, Template>();
  return (form) => {
    const key = `${form.kind} ${form.containers} ${form.initContainers}`;
    const known = made.get(key) ?? make(form);
    made.set(key, known);
    return known;
  };
}

function formOf({ kind, images, initContainers }: Workload): PodForm {
  return { kind, containers: images.length, initContainers };
}

interface Placed {
  readonly index: number;
  /** Which of its workload's pods. */
  readonly ordinal: number;
  readonly nodeNames: readonly string[];
  readonly change: Change | undefined;
}

function valuesOfPod(workload: Workload, { index, ordinal, nodeNames, change }: Placed): Record<string, string> {
  const { kind, namespace, name, images } = workload;
  const seed = seedOf(workload);
  const node = kind === 'DaemonSet' || kind === 'StaticPod' ? ordinal : mix(index) % nodeNames.length;
  const nodeName = nodeNames[node] ?? '';
  const owner = kind === 'Deployment' ? `${name}-${replicaSetHash(workload)}` : name;
  const values: Record<string, string> = {
    name: nameOf(kind, kind === 'StaticPod' ? `${name}-${nodeName}` : owner, ordinal, index),
    generateName: `${owner}-`,
    namespace,
    workload: name,
    uid: uuid(index + 1_000_000),
    resourceVersion: String(change?.resourceVersion ?? 700_000 + (mix(index) % 200_000)),
    created: timeOf(index),
    started: timeOf(index + 5),
    hash: replicaSetHash(workload),
    checksum: hex(seed, 64),
    setting: hex(seed + 3, 12),
    digest: hex(seed + 4, 64),
    owner: kind === 'StaticPod' ? nodeName : owner,
    ownerUid: uuid(seed),
    volume: suffix(index + 11, 5),
    nodeName,
    hostIP: `172.16.${node >> 8}.${node & 255}`,
    podIP: `10.${node >> 8}.${node & 255}.${mix(index) % 250}`,
    phase: 'Running',
  };
  for (const [position, { image, name: container }] of images.entries()) {
    values[`image${position}`] = position === 0 && change !== undefined ? change.image : image;
    values[`container${position}`] = container;
    values[`id${position}`] = hex(index * 4 + position, 64);
  }
  // Init containers come after the others in number, and may be more.
  for (let position = images.length; position < Math.max(workload.initContainers, 1); position++) {
    values[`image${position}`] = 'registry.example.com/platform/wait-for:1.2.0';
    values[`id${position}`] = hex(index * 4 + position, 64);
  }
  return values;
}

function nameOf(kind: Workload['kind'], owner: string, ordinal: number, index: number): string {
  if (kind === 'StaticPod') return owner;
  return kind === 'StatefulSet' ? `${owner}-${ordinal}` : `${owner}-${uniqueSuffix(index)}`;
}
