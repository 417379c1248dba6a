import { z } from 'zod';
import type { WantedFacts } from '../catalog/catalog.ts';
import type { Environment, NodeFacts, Workload } from './inventory.ts';

/** A pod, cut to the fields that are read. */
export interface PodObject {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly phase: string;
  readonly controller: Workload | undefined;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly name: string;
  readonly image: string;
  readonly environment: Environment;
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
        })
        .nullish(),
    })
    .nullish(),
});

const source = z.object({ optional: z.boolean().nullish() }).nullish();

const container = z.object({
  name: z.string().min(1),
  image: z.string().nullish(),
  env: z
    .array(z.object({ name: z.string(), value: z.string().nullish(), valueFrom: z.unknown().optional() }))
    .nullish(),
  envFrom: z.array(z.object({ configMapRef: source, secretRef: source })).nullish(),
});

const pod = z.object({
  metadata: z.object({ name: z.string().min(1), namespace: z.string().min(1), ownerReferences }),
  spec: z.object({ nodeName: z.string().nullish(), containers: z.array(container) }),
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
    labels: pick(metadata.labels, wanted.nodeLabels),
    annotations: pick(metadata.annotations, wanted.nodeAnnotations),
  };
}

/** `undefined` when the object lacks what makes it a pod. Init and ephemeral containers are left out: they do not stay. */
export function cutPod(raw: unknown, wanted: WantedFacts): PodObject | undefined {
  const parsed = pod.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    nodeName: spec.nodeName ?? '',
    phase: status?.phase ?? '',
    controller: metadata.ownerReferences,
    containers: spec.containers.map((fields) => ({
      name: fields.name,
      image: fields.image ?? '',
      environment: cutEnvironment(fields, wanted.environment),
    })),
  };
}

export function cutReplicaSet(raw: unknown): ReplicaSetObject | undefined {
  const parsed = replicaSet.safeParse(raw);
  if (!parsed.success) return undefined;
  const { name, namespace, ownerReferences: controller } = parsed.data.metadata;
  return { name, namespace, controller };
}

function pick(all: z.output<typeof texts>, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(all ?? {}).filter(([key]) => wanted.has(key)));
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
