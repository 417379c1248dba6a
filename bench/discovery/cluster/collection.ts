import { compare } from './workloads.ts';

/** From the first to before the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** All objects of one kind, in the order in which they are listed: by namespace, then by name. Made when they are asked for. */
export interface Collection {
  readonly kind: string;
  readonly apiVersion: string;
  /** As a path names it: `replicasets`. */
  readonly resource: string;
  readonly size: number;
  /** Of one namespace; `undefined` for all. Objects without a namespace have none of these. */
  readonly rangeOf: (namespace: string) => Range;
  readonly namespaces: readonly string[];
  /** JSON without kind and version, as items of a list come. */
  readonly full: (index: number) => string;
  /** The same, cut by the server to the metadata. */
  readonly metadata: (index: number) => string;
}

interface CollectionParts extends Omit<Collection, 'size' | 'rangeOf' | 'namespaces'> {
  /** The namespace of each object. */
  readonly namespaceOf: readonly string[];
}

export function createCollection({ namespaceOf, ...parts }: CollectionParts): Collection {
  const ranges = new Map<string, Range>();
  for (const [index, namespace] of namespaceOf.entries()) {
    const from = ranges.get(namespace)?.from ?? index;
    ranges.set(namespace, { from, to: index + 1 });
  }
  return {
    ...parts,
    size: namespaceOf.length,
    namespaces: [...ranges.keys()].sort(compare),
    rangeOf: (namespace) => ranges.get(namespace) ?? { from: 0, to: 0 },
  };
}

/** The object as an event has it, with what it is. */
export function withKind({ kind, apiVersion }: Pick<Collection, 'kind' | 'apiVersion'>, json: string): string {
  return `{"kind":"${kind}","apiVersion":"${apiVersion}",${json.slice(1)}`;
}
