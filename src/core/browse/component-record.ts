import type { Catalog } from '../catalog/catalog.ts';
import type { Component, ContainerRuntime, NodeProcess } from '../components/component.ts';

/** A component as `plimsoll catalog show --output json` prints it. Keys may be added and none renamed. */
export interface ComponentRecord {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  readonly versions: {
    readonly scheme: string;
    /** What a version of it looks like. */
    readonly example: string;
  };
  /** `null` for a process on the node. */
  readonly container: RecordedContainer | null;
  /** `null` for a container. */
  readonly nodeProcess: RecordedNodeProcess | null;
  /** Ordered by id. */
  readonly issues: readonly { readonly id: string; readonly summary: string }[];
}

export interface RecordedContainer {
  readonly images: readonly string[];
  /** Images that other programs run from as well, so that the container's name decides. */
  readonly sharedImages: readonly string[];
  readonly containers: readonly string[];
  /** Versions by digest, for pods that name no tag. */
  readonly digests: Readonly<Record<string, string>>;
}

export interface RecordedNodeProcess {
  /** Goes on from "its version is": `that of the kubelet`. */
  readonly versionFrom: string;
  readonly anyLabel: readonly string[];
  readonly noLabel: readonly string[];
  /** Whether the kubelet's own process metrics measure it. */
  readonly kubeletInside: boolean;
  readonly cgroup: string | null;
}

export function createComponentRecord(component: Component, catalog: Catalog): ComponentRecord {
  const { id, name, repository, scheme, runs } = component;
  return {
    id,
    name,
    repository,
    versions: { scheme: scheme.id, example: scheme.example },
    container: runs.as === 'container' ? recordContainer(runs) : null,
    nodeProcess: runs.as === 'node-process' ? recordNodeProcess(runs) : null,
    issues: catalog.issuesOf(id).map((issue) => ({ id: issue.id, summary: issue.summary })),
  };
}

function recordContainer({ images, sharedImages, containers, digests }: ContainerRuntime): RecordedContainer {
  const versions = [...digests].map(([digest, version]) => [digest, version.text] as const);
  return { images, sharedImages, containers, digests: Object.fromEntries(versions) };
}

function recordNodeProcess({
  versionFrom,
  anyLabel,
  noLabel,
  kubeletInside,
  cgroup,
}: NodeProcess): RecordedNodeProcess {
  return { versionFrom: describeSource(versionFrom), anyLabel, noLabel, kubeletInside, cgroup: cgroup ?? null };
}

function describeSource(source: NodeProcess['versionFrom']): string {
  switch (source.field) {
    case 'kubelet':
      return 'that of the kubelet';
    case 'kernel':
      return 'that of the kernel';
    case 'container_runtime':
      return `that of the container runtime, where it is ${source.runtime}`;
    case 'os_image':
      return `in the OS image, behind "${source.os}"`;
  }
}
