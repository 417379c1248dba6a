import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import type { ApiResponse, KubernetesApi } from './api.ts';
import { ApiError, reasonOfStatus } from './api-error.ts';
import { acceptOf, type WatchedResource } from './watched-resource.ts';

const pageSize = 500;

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
type Page = z.output<typeof page>;

const metadata = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }) });

export interface Listed<Kept> {
  readonly objects: Map<string, Kept>;
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

export interface ListOptions {
  /** Longest wait for a page, in milliseconds. */
  readonly silence: number;
  readonly signal: AbortSignal;
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
  let read = await listPage(resource, api, '', options);
  for (;;) {
    const firstKey = keyOf(read.items[0]);
    if (firstKeys.has(firstKey)) throw new ApiError('malformed', `the pages of ${resource.name} come again and again`);
    firstKeys.add(firstKey);
    for (const raw of read.items) {
      const key = keyOf(raw);
      const kept = key === undefined ? undefined : resource.cut(raw);
      if (key !== undefined && kept !== undefined) objects.set(key, kept);
    }
    if (read.next === '') return { objects, resourceVersion: read.resourceVersion };
    read = await listPage(resource, api, read.next, options);
  }
}

async function listPage(
  resource: WatchedResource<unknown>,
  api: KubernetesApi,
  token: string,
  { silence, signal }: ListOptions,
): Promise<Page> {
  const query = new URLSearchParams({ limit: String(pageSize), ...(token === '' ? {} : { continue: token }) });
  const response = await api.get({
    path: `${resource.path}?${query}`,
    accept: acceptOf(resource, 'list'),
    gzip: true,
    silence,
    signal,
  });
  await requireOk(response, 'list', resource);
  const parsed = page.safeParse(parseJson(await textOf(response.body)));
  if (parsed.success) return parsed.data;
  throw new ApiError(
    'malformed',
    'the answer is not a Kubernetes list, so this may not be the address of an API server',
  );
}

/** `undefined` when the object has no name: then it is none of ours. */
export function keyOf(raw: unknown): string | undefined {
  const parsed = metadata.safeParse(raw);
  if (!parsed.success) return undefined;
  const { namespace, name } = parsed.data.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Turns every answer but 200 into an error with a reason, and with what the server says about it. */
export async function requireOk(
  { status, retryAfter, body }: ApiResponse,
  verb: 'list' | 'watch',
  { name }: WatchedResource<unknown>,
): Promise<void> {
  if (status === 200) return;
  const reason = reasonOfStatus(status);
  const said = statusMessage(await textOf(body));
  const message =
    reason === 'forbidden'
      ? `may not ${verb} ${name}; grant the verbs list and watch on ${name} (${said})`
      : `cannot ${verb} ${name}: status ${status}${said === '' ? '' : `, ${said}`}`;
  throw new ApiError(reason, message, { retryAfter });
}

/** The API server explains itself in a Status object; a proxy in front of it may answer anything. */
function statusMessage(text: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.message.replaceAll(/\s+/g, ' ').trim() : '';
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller refuses what is not the object it expects
  }
}
