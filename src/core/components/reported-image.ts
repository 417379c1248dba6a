import { type ImageReference, parseImageReference } from './image-reference.ts';

/** What a container runtime says of the image that a container runs, as far as it tells the image's version. */
export interface ReportedImage {
  /** A tag of the image's own repository. The runtime takes any tag that it knows the image by. */
  readonly tag: string | undefined;
  /** Of the manifest in the repository: `sha256:…` */
  readonly digest: string | undefined;
}

/**
 * Reads `image` and `imageID` of a container's status; `undefined` when they tell nothing of the image of the spec, which
 * may have been changed while the container still runs the one before: where the spec names a digest, it must be the same.
 *
 * A runtime shows one of all names that a node knows the image by, so the name of another repository may come with tags
 * of its own. An `imageID` without `@` is the id of the image's configuration, which no registry and no release page
 * knows. Older runtimes put their name in front: `docker-pullable://calico/node@sha256:…`.
 */
export function readReportedImage(specImage: string, image: string, imageId: string): ReportedImage | undefined {
  const spec = parseImageReference(specImage);
  const digest = /@(?<digest>sha256:[0-9a-f]{64})$/.exec(imageId)?.groups?.['digest'];
  if (spec?.digest !== undefined && spec.digest !== digest) return undefined;
  const tag = tagOfSame(spec, parseImageReference(image));
  return tag === undefined && digest === undefined ? undefined : { tag, digest };
}

/** The registry may differ, as runtimes complete short names and read from mirrors. */
function tagOfSame(spec: ImageReference | undefined, reported: ImageReference | undefined): string | undefined {
  return spec !== undefined && spec.repository === reported?.repository ? reported.tag : undefined;
}
