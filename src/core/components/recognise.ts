import type { Version } from '../versions/version.ts';
import type { Component, NodeProcess } from './component.ts';
import { type ImageReference, parseImageReference } from './image-reference.ts';

/** Why the version of a recognised component cannot be read. A closed list: it is a metric label. */
export const unresolvedReasons = ['digest_only', 'no_tag', 'not_a_version'] as const;
export type UnresolvedReason = (typeof unresolvedReasons)[number];

export type VersionReading =
  | { readonly ok: true; readonly version: Version }
  | { readonly ok: false; readonly reason: UnresolvedReason; readonly text: string };

export interface Recognised {
  readonly component: Component;
  readonly version: VersionReading;
}

/** What of a node tells which components run on it. */
export interface NodeIdentity {
  readonly kubeletVersion: string;
  readonly labels: ReadonlyMap<string, string>;
}

export interface Recogniser {
  /** The component that runs from `image`, or `undefined` when the catalog does not know it. */
  readonly recogniseImage: (image: string) => Recognised | undefined;
  /** The components that run as processes on a node. */
  readonly recogniseNode: (node: NodeIdentity) => readonly Recognised[];
}

export function createRecogniser(components: Iterable<Component>): Recogniser {
  const byImagePath = new Map<string, Component>();
  const nodeComponents: { readonly component: Component; readonly runs: NodeProcess }[] = [];
  for (const component of components) {
    const { runs } = component;
    if (runs.as === 'node-process') nodeComponents.push({ component, runs });
    else for (const image of runs.images) byImagePath.set(image, component);
  }

  return {
    recogniseImage(image) {
      const reference = parseImageReference(image);
      const component = reference && componentOfPath(reference.repository, byImagePath);
      return component && { component, version: readTag(reference, component) };
    },
    recogniseNode({ kubeletVersion, labels }) {
      return nodeComponents.flatMap(({ component, runs }) => {
        const version = component.scheme.parse(kubeletVersion);
        return version && hasRole(runs, labels) ? [{ component, version: { ok: true, version } }] : [];
      });
    },
  };
}

/** The longest known path that `repository` ends in, at a slash: `mirror/any/calico/node` is `calico/node`. */
function componentOfPath(repository: string, byImagePath: ReadonlyMap<string, Component>): Component | undefined {
  for (let start = 0; start >= 0; start = nextSegment(repository, start)) {
    const component = byImagePath.get(repository.slice(start));
    if (component) return component;
  }
  return undefined;
}

function nextSegment(repository: string, start: number): number {
  const slash = repository.indexOf('/', start);
  return slash < 0 ? -1 : slash + 1;
}

function readTag({ tag, digest }: ImageReference, component: Component): VersionReading {
  if (tag === undefined) {
    return digest === undefined
      ? { ok: false, reason: 'no_tag', text: '' }
      : { ok: false, reason: 'digest_only', text: digest };
  }
  const version = component.scheme.parse(tag);
  return version ? { ok: true, version } : { ok: false, reason: 'not_a_version', text: tag };
}

function hasRole({ anyLabel, noLabel }: NodeProcess, labels: ReadonlyMap<string, string>): boolean {
  const has = (label: string) => labels.has(label);
  return (anyLabel.length === 0 || anyLabel.some(has)) && !noLabel.some(has);
}
