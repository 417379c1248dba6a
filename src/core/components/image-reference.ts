/** A container image as a pod names it, cut into its parts. */
export interface ImageReference {
  /** Host, with port where one is given. `docker.io` when the reference names none. */
  readonly registry: string;
  /** Path in the registry: `calico/node`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

// The grammar of github.com/distribution/reference, which container runtimes use.
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const reference = new RegExp(
  `^(?:(?<domain>${domain})/)?(?<path>${pathComponent}(?:/${pathComponent})*)` +
    '(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?' +
    '(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$',
);

const hostWithPort = `(?:${domainComponent}(?:\\.${domainComponent})+(?::[0-9]+)?|${domainComponent}:[0-9]+|\\[[a-fA-F0-9:]+\\](?::[0-9]+)?)`;

/** The same grammar as a regular expression (RE2, anchored as in PromQL) that catches nothing. */
export const imageGrammar =
  `(?:${hostWithPort}/)?${pathComponent}(?:/${pathComponent})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?` +
  '(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?';

/** Longest reference a pod can carry that is still an image name. */
const maxLength = 4096;

/** `undefined` when `text` is not an image reference: a bare image id, for example. */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > maxLength) return undefined;
  const groups = reference.exec(text)?.groups;
  if (!groups?.['path']) return undefined;
  const { domain: host, path, tag, digest } = groups;
  if (host !== undefined && isRegistryHost(host) && !isDockerHub(host)) {
    return { registry: host, repository: path, tag, digest };
  }
  const repository = host === undefined || isDockerHub(host) ? path : `${host}/${path}`;
  if (repository !== repository.toLowerCase()) return undefined;
  return {
    registry: 'docker.io',
    repository: repository.includes('/') ? repository : `library/${repository}`,
    tag,
    digest,
  };
}

/** Both names lead to Docker Hub, where a path of one part is in `library`. */
function isDockerHub(host: string): boolean {
  return host === 'docker.io' || host === 'index.docker.io';
}

/** The first part of a path is a host only with a dot, a port, or as `localhost`; else it is a Docker Hub organisation. */
function isRegistryHost(text: string): boolean {
  return text.includes('.') || text.includes(':') || text === 'localhost';
}
