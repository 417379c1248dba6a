import type { Version } from '../versions/version.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import type { Component, ContainerRuntime, NodeProcess, NodeVersionSource } from './component.ts';
import { type ImageReference, parseImageReference } from './image-reference.ts';
import type { ReportedImage } from './reported-image.ts';

/** Why the version of a recognised component cannot be read. A closed list: it is a metric label. */
export const unresolvedReasons = ['digest_only', 'no_tag', 'not_a_version'] as const;
export type UnresolvedReason = (typeof unresolvedReasons)[number];

export type VersionReading = { readonly ok: true; readonly version: Version } | UnresolvedVersion;

export interface UnresolvedVersion {
  readonly ok: false;
  readonly reason: UnresolvedReason;
  readonly text: string;
}

export interface Recognised {
  readonly component: Component;
  readonly version: VersionReading;
}

export interface RecognisedContainer extends Recognised {
  /** What its runtime reports, where that is asked for: where the image of the spec does not tell the version. */
  readonly reported: ReportedImage | undefined;
}

/** What of a node tells which components run on it. */
export interface NodeIdentity {
  readonly kubeletVersion: string;
  readonly kernelVersion: string | undefined;
  readonly osImage: string | undefined;
  /** `containerd://1.7.2` */
  readonly containerRuntime: string | undefined;
  /** A value is `undefined` where it cannot be seen whether the node has the label. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

export interface Recogniser {
  /**
   * The component that the container `name` runs from `image`, or `undefined` when the catalog does not know it.
   *
   * A tag in the spec that reads as a version is the version. Else it is the tag that the runtime reports; else what the
   * catalog says of the digest, the spec's before the runtime's.
   */
  readonly recogniseContainer: (
    image: string,
    name: string,
    reported?: ReportedImage | undefined,
  ) => RecognisedContainer | undefined;
  /** Whether any container may run a component from `image`. */
  readonly knowsImage: (image: string) => boolean;
  /** The components that run as processes on a node. */
  readonly recogniseNode: (node: NodeIdentity) => readonly Recognised[];
}

/** A component that claims an image path. */
interface Claim {
  readonly component: Component;
  /** Names that its container must have; `undefined` where the image is enough. */
  readonly containers: ReadonlySet<string> | undefined;
}

export function createRecogniser(components: Iterable<Component>): Recogniser {
  const claims = new Map<string, Claim[]>();
  const nodeComponents: { readonly component: Component; readonly runs: NodeProcess }[] = [];
  for (const component of components) {
    const { runs } = component;
    if (runs.as === 'node-process') {
      nodeComponents.push({ component, runs });
      continue;
    }
    for (const [image, claim] of claimsOf(component, runs)) claims.set(image, [...(claims.get(image) ?? []), claim]);
  }
  /** Only images that the catalog knows are kept: those of a cluster's own programs are new every day. */
  const kept = new Map<string, readonly Candidate[]>();

  function candidatesFor(image: string): readonly Candidate[] {
    const known = kept.get(image);
    if (known) return known;
    const reference = parseImageReference(image);
    if (!reference) return [];
    const candidates = claimsOn(reference.repository, claims).map((claim) => ({
      ...claim,
      digest: reference.digest,
      version: readTag(reference, claim.component.scheme),
    }));
    if (candidates.length > 0) kept.set(image, candidates);
    return candidates;
  }

  return {
    recogniseContainer(image, name, reported) {
      const found = candidatesFor(image).find(({ containers }) => containers?.has(name) ?? true);
      if (!found) return undefined;
      const { component, version } = found;
      if (version.ok) return { component, version, reported: undefined };
      return { component, version: readElsewhere(found, reported) ?? version, reported };
    },
    knowsImage: (image) => candidatesFor(image).length > 0,
    recogniseNode(node) {
      return nodeComponents.flatMap(({ component, runs }) => {
        const text = versionText(runs.versionFrom, node);
        const version = text === undefined ? undefined : component.scheme.parse(text);
        return version && hasRole(runs, node.labels) ? [{ component, version: { ok: true, version } }] : [];
      });
    },
  };
}

function claimsOf(component: Component, runs: ContainerRuntime): readonly (readonly [string, Claim])[] {
  const containers = new Set(runs.containers);
  return [
    ...runs.images.map((image) => [image, { component, containers: undefined }] as const),
    ...runs.sharedImages.map((image) => [image, { component, containers }] as const),
  ];
}

interface Candidate extends Claim {
  /** Both as the spec has them. */
  readonly digest: string | undefined;
  readonly version: VersionReading;
}

/** Those that claim the longest path that `repository` ends in, at a slash: `mirror/any/calico/node` is `calico/node`. */
function claimsOn(repository: string, claims: ReadonlyMap<string, readonly Claim[]>): readonly Claim[] {
  for (let start = 0; start >= 0; start = nextSegment(repository, start)) {
    const found = claims.get(repository.slice(start));
    if (found) return found;
  }
  return [];
}

function nextSegment(repository: string, start: number): number {
  const slash = repository.indexOf('/', start);
  return slash < 0 ? -1 : slash + 1;
}

function readTag({ tag, digest }: ImageReference, scheme: VersionScheme): VersionReading {
  if (tag === undefined) {
    return digest === undefined
      ? { ok: false, reason: 'no_tag', text: '' }
      : { ok: false, reason: 'digest_only', text: digest };
  }
  const version = scheme.parse(tag);
  return version ? { ok: true, version } : { ok: false, reason: 'not_a_version', text: tag };
}

/** The version of an image whose spec does not tell it. */
function readElsewhere(
  { component: { scheme, runs }, digest }: Candidate,
  reported: ReportedImage | undefined,
): VersionReading | undefined {
  const byTag = reported?.tag === undefined ? undefined : scheme.parse(reported.tag);
  if (byTag) return { ok: true, version: byTag };
  const byDigest = runs.as === 'container' ? runs.digests.get(digest ?? reported?.digest ?? '') : undefined;
  return byDigest && { ok: true, version: byDigest };
}

function versionText(source: NodeVersionSource, node: NodeIdentity): string | undefined {
  switch (source.field) {
    case 'kubelet':
      return node.kubeletVersion;
    case 'kernel':
      return node.kernelVersion;
    case 'container_runtime':
      return runtimeVersion(node.containerRuntime, source.runtime);
    case 'os_image':
      return node.osImage?.startsWith(`${source.os} `) === true
        ? node.osImage.slice(source.os.length + 1).split(' ', 1)[0]
        : undefined;
  }
}

/** `1.29.4` of `cri-o://1.29.4`; `undefined` when the node runs another one, or does not say. */
export function runtimeVersion(reported: string | undefined, name: string): string | undefined {
  const prefix = `${name}://`;
  return reported?.startsWith(prefix) === true ? reported.slice(prefix.length) : undefined;
}

/** A label that cannot be seen may be there or not: then neither the node with it nor the one without is taken to be there. */
function hasRole({ anyLabel, noLabel }: NodeProcess, labels: NodeIdentity['labels']): boolean {
  const has = (label: string) => labels.get(label) !== undefined;
  return (anyLabel.length === 0 || anyLabel.some(has)) && !noLabel.some((label) => labels.has(label));
}
