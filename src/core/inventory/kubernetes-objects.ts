import { z } from 'zod';
import type { WantedFacts } from '../catalog/catalog.ts';
import { readFlags } from './container-flags.ts';
import type { Environment, Flags, NodeFacts, Workload } from './inventory.ts';
import { parseQuantity } from './quantity.ts';

/** A pod, cut to the fields that are read. */
export interface PodObject {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly phase: string;
  readonly controller: Workload | undefined;
  /** Only those that the catalog names. */
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly name: string;
  readonly image: string;
  readonly environment: Environment;
  readonly flags: Flags;
}

/** Who owns a ReplicaSet. */
export interface ReplicaSetObject {
  readonly namespace: string;
  readonly name: string;
  readonly controller: Workload | undefined;
}

const texts = z.record(z.string(), z.string()).nullish();

const ownerReferences = z
  .array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() }))
  .nullish()
  .transform((owners): Workload | undefined => {
    const controller = owners?.find((owner) => owner.controller === true);
    return controller && { kind: controller.kind, name: controller.name };
  });

const node = z.object({
  metadata: z.object({ name: z.string().min(1), labels: texts, annotations: texts }),
  spec: z.object({ providerID: z.string().nullish() }).nullish(),
  status: z
    .object({
      nodeInfo: z
        .object({
          kubeletVersion: z.string().nullish(),
          kernelVersion: z.string().nullish(),
          osImage: z.string().nullish(),
          containerRuntimeVersion: z.string().nullish(),
        })
        .nullish(),
      capacity: z.object({ cpu: z.string().nullish(), memory: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

const source = z.object({ optional: z.boolean().nullish() }).nullish();

const container = z.object({
  name: z.string().min(1),
  image: z.string().nullish(),
  restartPolicy: z.string().nullish(),
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z
    .array(z.object({ name: z.string(), value: z.string().nullish(), valueFrom: z.unknown().optional() }))
    .nullish(),
  envFrom: z.array(z.object({ configMapRef: source, secretRef: source })).nullish(),
});

const pod = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    ownerReferences,
    labels: texts,
    annotations: texts,
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
  }),
  status: z.object({ phase: z.string().nullish() }).nullish(),
});

const replicaSet = z.object({
  metadata: z.object({ name: z.string().min(1), namespace: z.string().min(1), ownerReferences }),
});

/** `undefined` when the object lacks what makes it a node. */
export function cutNode(raw: unknown, wanted: WantedFacts): NodeFacts | undefined {
  const parsed = node.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const info = status?.nodeInfo;
  return {
    name: metadata.name,
    kubeletVersion: info?.kubeletVersion ?? '',
    kernelVersion: info?.kernelVersion || undefined,
    osImage: info?.osImage || undefined,
    providerId: spec?.providerID || undefined,
    containerRuntime: info?.containerRuntimeVersion || undefined,
    capacity: {
      cpu: parseQuantity(status?.capacity?.cpu ?? ''),
      memory: parseQuantity(status?.capacity?.memory ?? ''),
    },
    labels: pick(metadata.labels, wanted.nodeLabels),
    annotations: pick(metadata.annotations, wanted.nodeAnnotations),
  };
}

/**
 * `undefined` when the object lacks what makes it a pod. Init and ephemeral containers are left out, as they do not
 * stay; a sidecar is an init container that does.
 */
export function cutPod(raw: unknown, wanted: WantedFacts): PodObject | undefined {
  const parsed = pod.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    nodeName: spec.nodeName ?? '',
    phase: status?.phase ?? '',
    controller: metadata.ownerReferences,
    labels: pick(metadata.labels, wanted.podLabels),
    annotations: pick(metadata.annotations, wanted.podAnnotations),
    containers: [...sidecars, ...spec.containers].map((fields) => ({
      name: fields.name,
      image: fields.image ?? '',
      environment: cutEnvironment(fields, wanted.environment),
      flags: readFlags([...(fields.command ?? []), ...(fields.args ?? [])], wanted.flags),
    })),
  };
}

export function cutReplicaSet(raw: unknown): ReplicaSetObject | undefined {
  const parsed = replicaSet.safeParse(raw);
  if (!parsed.success) return undefined;
  const { name, namespace, ownerReferences: controller } = parsed.data.metadata;
  return { name, namespace, controller };
}

const nothing: ReadonlyMap<string, string> = new Map();

function pick(all: z.output<typeof texts>, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = Object.entries(all ?? {}).filter(([key]) => wanted.has(key));
  return found.length === 0 ? nothing : new Map(found);
}

/** An optional source is taken as absent: manifests name such ConfigMaps for settings of their own that few people use. */
function cutEnvironment({ env, envFrom }: z.output<typeof container>, wanted: ReadonlySet<string>): Environment {
  const named = (env ?? []).filter(({ name }) => wanted.has(name));
  return {
    values: new Map(named.map(({ name, value, valueFrom }) => [name, valueFrom == null ? (value ?? '') : undefined])),
    mayHaveMore: (envFrom ?? []).some(
      ({ configMapRef, secretRef }) => isRequired(configMapRef) || isRequired(secretRef),
    ),
  };
}

function isRequired(reference: z.output<typeof source>): boolean {
  return reference != null && reference.optional !== true;
}
