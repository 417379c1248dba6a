import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import { ApiError } from '../http-client/api-error.ts';
import type { KubernetesApi } from './api.ts';
import { keyOf, parseJson, requireOk } from './api-object.ts';
import { acceptOf, describeResource, type WatchedResource } from './watched-resource.ts';

/** Objects in a page. A page of pods is then some three megabytes, which are parsed without holding up anything else. */
const pageSize = 250;

const page = z
  .object({
    metadata: z.object({ resourceVersion: z.string(), continue: z.string().nullish() }),
    items: z.array(z.unknown()).nullish(),
  })
  .transform(({ metadata: { resourceVersion, continue: next }, items }) => ({
    items: items ?? [],
    resourceVersion,
    /** Token of the next page; `''` on the last. */
    next: next ?? '',
  }));
export type Page = z.output<typeof page>;

export interface Listed<Kept> {
  readonly objects: Map<string, Kept>;
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

export interface ListOptions {
  /** Longest wait for a page, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
  /** So many objects arrived. */
  readonly onObjects: (count: number) => void;
}

/** Everything in the collection, read page by page and cut on arrival, so that one page is all that is held uncut. */
export async function listObjects<Kept>(
  resource: WatchedResource<Kept>,
  api: KubernetesApi,
  options: ListOptions,
): Promise<Listed<Kept>> {
  try {
    return await listPages(resource, api, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'expired') throw error;
    return listPages(resource, api, options); // the server forgot the list between two pages, which may happen once
  }
}

async function listPages<Kept>(
  resource: WatchedResource<Kept>,
  api: KubernetesApi,
  options: ListOptions,
): Promise<Listed<Kept>> {
  const objects = new Map<string, Kept>();
  const firstKeys = new Set<string | undefined>();
  let read = await listPage(resource, api, options);
  for (;;) {
    const firstKey = keyOf(read.items[0]);
    if (firstKeys.has(firstKey)) {
      throw new ApiError('malformed', `the pages of ${describeResource(resource)} come again and again`);
    }
    firstKeys.add(firstKey);
    for (const raw of read.items) {
      const key = keyOf(raw);
      const kept = key === undefined ? undefined : resource.cut(raw);
      if (key !== undefined && kept !== undefined) objects.set(key, kept);
    }
    if (read.next === '') return { objects, resourceVersion: read.resourceVersion };
    read = await listPage(resource, api, options, { token: read.next });
  }
}

export interface PageChoice {
  /** Of the page before; `''` is the first page. */
  readonly token?: string;
  /** Which objects; as `kubectl --field-selector` takes it. The same for all pages of a list. */
  readonly fieldSelector?: string;
}

/**
 * One page of a collection.
 *
 * No resourceVersion is asked for, so that a list is never older than its request: a replica of the API server may lag
 * behind the one that was asked before. From Kubernetes 1.31 on the server's cache answers such lists; before, etcd does.
 */
export async function listPage(
  resource: WatchedResource<unknown>,
  api: KubernetesApi,
  { patience, signal, onBytes, onObjects }: ListOptions,
  { token = '', fieldSelector = '' }: PageChoice = {},
): Promise<Page> {
  const query = new URLSearchParams({
    limit: String(pageSize),
    ...(token === '' ? {} : { continue: token }),
    ...(fieldSelector === '' ? {} : { fieldSelector }),
  });
  const response = await api.get({
    path: `${resource.path}?${query}`,
    accept: acceptOf(resource, 'list'),
    gzip: true,
    patience,
    silence: patience,
    signal,
    onBytes,
  });
  await requireOk(response, 'list', resource);
  const parsed = page.safeParse(parseJson(await textOf(response.body)));
  if (!parsed.success) {
    throw new ApiError(
      'malformed',
      'the answer is not a Kubernetes list, so this may not be the address of an API server',
    );
  }
  onObjects(parsed.data.items.length);
  return parsed.data;
}
