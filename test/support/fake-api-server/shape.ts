import type { ApiObject } from './api-object.ts';
import { type CollectionName, collections } from './collections.ts';
import type { Question } from './faults.ts';
import type { Page } from './pages.ts';

/** How a client wants what it reads: whole, or without all but the metadata. */
export interface Shape {
  readonly object: (object: ApiObject) => unknown;
  readonly list: (page: Page) => unknown;
  readonly bookmark: (revision: number, annotations?: Readonly<Record<string, string>>) => unknown;
}

export function shapeFor({ verb, collection, accept }: Question): Shape {
  return wantsMetadataOnly(accept, verb) ? metadataShape : wholeShape(collection);
}

/** The first form that the Accept header asks for and that fits the request, as the API server chooses it. */
function wantsMetadataOnly(accept: string, verb: Question['verb']): boolean {
  const wanted = verb === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  for (const clause of accept.split(',')) {
    const parameters = clause.split(';').map((parameter) => parameter.trim());
    if (parameters.includes(`as=${wanted}`) && parameters.includes('g=meta.k8s.io')) return true;
    if (!parameters.some((parameter) => parameter.startsWith('as='))) return false;
  }
  return false;
}

const metadataShape: Shape = {
  object: metadataOf,
  list: (page) => ({
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMetadata(page),
    // asPartialObjectMetadataList begins with no array and appends: nothing is null.
    items: page.objects.length === 0 ? null : page.objects.map(metadataOf),
  }),
  bookmark: (revision, annotations) => metadataOf({ metadata: bookmarkMetadata(revision, annotations) }),
};

function metadataOf({ metadata }: Readonly<Record<'metadata', unknown>>): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

function wholeShape(collection: CollectionName): Shape {
  const { kind, apiVersion } = collections[collection];
  return {
    object: (object) => ({ kind, apiVersion, ...object }),
    // What stands in a list of built-in objects says neither kind nor version: the list does.
    list: (page) => ({
      kind: `${kind}List`,
      apiVersion,
      metadata: listMetadata(page),
      items: page.objects.map(({ kind: _, apiVersion: __, ...object }) => object),
    }),
    // An object of the kind with nothing in it but what has no empty form.
    bookmark: (revision, annotations) => ({
      kind,
      apiVersion,
      metadata: bookmarkMetadata(revision, annotations),
      spec: kind === 'Pod' ? { containers: null } : {},
      status: {},
    }),
  };
}

function listMetadata({ resourceVersion, token, remainingItemCount }: Page): unknown {
  return { resourceVersion: String(resourceVersion), continue: token, remainingItemCount };
}

function bookmarkMetadata(revision: number, annotations?: Readonly<Record<string, string>>): unknown {
  return { resourceVersion: String(revision), creationTimestamp: null, annotations };
}
