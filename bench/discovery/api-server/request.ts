import type { Collection, Range } from '../cluster/collection.ts';

/** What one GET asks for. */
export interface ObjectsRequest {
  readonly collection: Collection;
  readonly ranges: readonly Range[];
  /** Whether objects of this namespace are meant. */
  readonly includes: (namespace: string) => boolean;
  readonly metadataOnly: boolean;
  readonly gzip: boolean;
  readonly query: URLSearchParams;
}

export interface Refusal {
  readonly code: number;
  readonly message: string;
}

const path = /^\/(?:api\/v1|apis\/apps\/v1)\/(?:namespaces\/(?<namespace>[^/]+)\/)?(?<resource>[a-z]+)$/;
const understood = new Set([
  'limit',
  'continue',
  'fieldSelector',
  'watch',
  'resourceVersion',
  'resourceVersionMatch',
  'allowWatchBookmarks',
  'timeoutSeconds',
  'sendInitialEvents',
]);

/** Refuses what it does not understand: an answer that passes over a selector would be another measurement. */
export function readRequest(
  collections: readonly Collection[],
  url: URL,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ObjectsRequest | Refusal {
  const { namespace, resource } = path.exec(url.pathname)?.groups ?? {};
  const collection = collections.find((candidate) => candidate.resource === resource);
  const prefix = collection?.apiVersion === 'v1' ? '/api/v1/' : `/apis/${collection?.apiVersion}/`;
  if (!collection || !url.pathname.startsWith(prefix)) return { code: 404, message: `there is no ${url.pathname}` };
  const strange = [...url.searchParams.keys()].find((key) => !understood.has(key));
  if (strange !== undefined) return { code: 400, message: `this server does not know the parameter ${strange}` };
  const selected = selectorOf(url.searchParams.get('fieldSelector') ?? '');
  if (!selected) return { code: 400, message: 'this server only selects by metadata.namespace' };
  const includes = (candidate: string) => (namespace === undefined || candidate === namespace) && selected(candidate);
  const accept = String(headers['accept'] ?? '');
  return {
    collection,
    includes,
    ranges: joined(collection.namespaces.filter(includes).map(collection.rangeOf)),
    metadataOnly: /^[^,]*as=PartialObjectMetadata/.test(accept),
    gzip: String(headers['accept-encoding'] ?? '').includes('gzip'),
    query: url.searchParams,
  };
}

function selectorOf(selector: string): ((namespace: string) => boolean) | undefined {
  const terms = selector.split(',').filter(Boolean);
  const parsed = terms.map((term) => /^metadata\.namespace(?<operator>!=|==?)(?<namespace>.+)$/.exec(term)?.groups);
  if (parsed.includes(undefined)) return undefined;
  return (candidate) => parsed.every((term) => (term?.['namespace'] === candidate) === (term?.['operator'] !== '!='));
}

/** Ranges that touch become one, so that equal questions are equal however they were asked. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last?.to === range.from) result[result.length - 1] = { from: last.from, to: range.to };
    else result.push(range);
  }
  return result;
}
