import { z } from 'zod';
import { MalformedAnswer, parseJson } from '../../core/text/cut-json.ts';
import { createJsonListReader } from '../../core/text/read-json-list.ts';
import { ApiError } from '../http-client/api-error.ts';
import type { KubernetesApi } from './api.ts';
import { keyOf, requireOk } from './api-object.ts';
import { acceptOf, describeResource, type WatchedResource } from './watched-resource.ts';

/** Objects in a page, as kubectl and client-go ask for them. */
const pageSize = 500;

/** Characters. etcd keeps no object of more than a few megabytes. */
const longestObject = 32 * 1024 * 1024;

export interface Listed<Kept> {
  readonly objects: Map<string, Kept>;
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

export interface ListOptions {
  /** Longest wait for a page, and inside it, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
  /** So many objects arrived. */
  readonly onObjects: (count: number) => void;
}

/** Everything in the collection, cut on arrival, so that one object is all that is held uncut. */
export async function listObjects<Kept>(
  resource: WatchedResource<Kept>,
  api: KubernetesApi,
  options: ListOptions,
  /** Resolves when a list may begin. Asked again before it begins again. */
  mayBegin: () => Promise<void> = () => Promise.resolve(),
): Promise<Listed<Kept>> {
  await mayBegin();
  try {
    return await listPages(resource, api, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'expired') throw error;
    await mayBegin();
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
  let token = '';
  for (;;) {
    const page = await listPage(
      resource,
      api,
      { ...options, onKept: (key, kept) => objects.set(key, kept) },
      { token },
    );
    if (firstKeys.has(page.firstKey)) {
      throw new ApiError('malformed', `the pages of ${describeResource(resource)} come again and again`);
    }
    firstKeys.add(page.firstKey);
    if (page.next === '') return { objects, resourceVersion: page.resourceVersion };
    token = page.next;
  }
}

export interface PageChoice {
  /** Of the page before; `''` is the first page. */
  readonly token?: string;
  /** Which objects; as `kubectl --field-selector` takes it. The same for all pages of a list. */
  readonly fieldSelector?: string;
}

export interface PageOptions<Kept> extends ListOptions {
  readonly onKept: (key: string, kept: Kept) => void;
}

export interface Page {
  readonly resourceVersion: string;
  /** Of its first object. */
  readonly firstKey: string | undefined;
  /** Token of the next page; `''` on the last. */
  readonly next: string;
}

/**
 * One page of a collection.
 *
 * No resourceVersion is asked for, so that a list is never older than its request: a replica of the API server may lag
 * behind the one that was asked before. From Kubernetes 1.31 on the server's cache answers such lists; before, etcd does.
 */
export async function listPage<Kept>(
  resource: WatchedResource<Kept>,
  api: KubernetesApi,
  { patience, signal, onBytes, onObjects, onKept }: PageOptions<Kept>,
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

  let firstKey: string | undefined;
  let count = 0;
  function onItem(text: string): void {
    count += 1;
    onObjects(1);
    // Most objects are not kept: a look at their text is enough for those.
    if (count > 1 && !resource.mayKeep(text)) return;
    const raw = parseJson(text);
    const key = keyOf(raw);
    if (count === 1) firstKey = key;
    const kept = key === undefined ? undefined : resource.cut(raw);
    if (key !== undefined && kept !== undefined) onKept(key, kept);
  }

  const { resourceVersion, continue: next } = await readPage(response.body, onItem);
  return { resourceVersion, firstKey, next: next ?? '' };
}

const listMetadata = z.object({ resourceVersion: z.string(), continue: z.string().nullish() });

/** Hands on the text of each item, and gives what the list says of itself. */
async function readPage(
  body: AsyncIterable<Uint8Array>,
  onItem: (text: string) => void,
): Promise<z.output<typeof listMetadata>> {
  const reader = createJsonListReader({ list: 'items', onEntry: onItem, longest: longestObject });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) reader.write(decoder.decode(chunk, { stream: true }));
    reader.write(decoder.decode());
    return listMetadata.parse(reader.end()['metadata']);
  } catch (cause) {
    if (!(cause instanceof MalformedAnswer || cause instanceof z.ZodError)) throw cause;
    throw new ApiError(
      'malformed',
      'the answer is not a Kubernetes list, so this may not be the address of an API server',
      { cause },
    );
  }
}
