import { z } from 'zod';
import type { ApiResponse, KubernetesApi } from './api.ts';
import { ApiError, reasonOfStatus } from './api-error.ts';
import { acceptOf, type WatchedResource } from './watched-resource.ts';

const pageSize = 500;

/** Longest wait for a page, in milliseconds. */
const listSilence = 30_000;

const listPage = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().nullish() }),
  items: z.array(z.unknown()).nullish(),
});

const metadata = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }) });

export interface Listed<Kept> {
  readonly objects: Map<string, Kept>;
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

/** Everything in the collection, read page by page and cut on arrival, so that one page is all that is held uncut. */
export async function listObjects<Kept>(
  resource: WatchedResource<Kept>,
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<Listed<Kept>> {
  const objects = new Map<string, Kept>();
  let resourceVersion = '';
  let next = '';
  do {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next === '' ? {} : { continue: next }) });
    const response = await api.get({
      path: `${resource.path}?${query}`,
      accept: acceptOf(resource, 'list'),
      silence: listSilence,
      signal,
    });
    await requireOk(response, 'list', resource);
    const page = await readPage(response);
    for (const raw of page.items ?? []) {
      const key = keyOf(raw);
      const kept = key === undefined ? undefined : resource.cut(raw);
      if (key !== undefined && kept !== undefined) objects.set(key, kept);
    }
    resourceVersion = page.metadata.resourceVersion;
    next = page.metadata.continue ?? '';
  } while (next !== '');
  return { objects, resourceVersion };
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
  const said = statusMessage(await body.text());
  const message =
    reason === 'forbidden'
      ? `may not ${verb} ${name}; grant the verbs list and watch on ${name} (${said})`
      : `cannot ${verb} ${name}: status ${status}${said === '' ? '' : `, ${said}`}`;
  throw new ApiError(reason, message, { retryAfter });
}

/** The API server explains itself in a Status object; a proxy in front of it may answer anything. */
function statusMessage(text: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.message : '';
}

async function readPage({ body }: ApiResponse): Promise<z.output<typeof listPage>> {
  const parsed = listPage.safeParse(parseJson(await body.text()));
  if (parsed.success) return parsed.data;
  throw new ApiError('malformed', 'the answer is not a Kubernetes list; is this the address of an API server?');
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller refuses what is not the object it expects
  }
}
