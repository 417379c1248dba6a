import { type ApiObject, type CollectionName, collections } from './store.ts';

/** How a client wants objects: whole, or without all but their metadata. */
export type Shape = (object: ApiObject) => unknown;

/** The first form that the Accept header asks for and that fits the request, as the API server chooses it. */
export function isMetadataOnly(accept: string, kind: 'list' | 'watch'): boolean {
  const wanted = kind === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  for (const clause of accept.split(',')) {
    const parameters = clause.split(';');
    if (parameters.includes(`as=${wanted}`) && parameters.includes('g=meta.k8s.io')) return true;
    if (!parameters.some((parameter) => parameter.startsWith('as='))) return false;
  }
  return false;
}

export function shapeOf(collection: CollectionName, metadataOnly: boolean): Shape {
  if (metadataOnly) {
    return ({ metadata }) => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
  }
  const { kind, apiVersion } = collections[collection];
  return (object) => ({ kind, apiVersion, ...object });
}

export function statusObject(code: number, message: string): unknown {
  const reason = { 401: 'Unauthorized', 403: 'Forbidden', 410: 'Expired', 429: 'TooManyRequests' }[code];
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}
