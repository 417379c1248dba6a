import type { Readable } from 'node:stream';
import { errors } from 'undici';
import { z } from 'zod';
import type { KubernetesApi } from './api.ts';
import { ApiError, reasonOfStatus } from './api-error.ts';
import { parseJson, requireOk } from './list-objects.ts';
import { acceptOf, type WatchedResource } from './watched-resource.ts';

const event = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
    object: z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) }),
  }),
  z.object({
    type: z.literal('ERROR'),
    object: z.object({ code: z.number().optional(), message: z.string().optional() }),
  }),
]);

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: unknown;
  /** Where a later watch goes on. */
  readonly resourceVersion: string;
}

export interface WatchOptions {
  readonly resourceVersion: string;
  /** Seconds after which the server ends the watch. */
  readonly timeoutSeconds: number;
  /** Milliseconds without a byte after which the connection counts as dead. */
  readonly silence: number;
  readonly signal: AbortSignal;
  /** The server accepted the watch. */
  readonly onOpen: () => void;
}

/** Changes since `resourceVersion`, until the server ends the watch. */
export async function* watchObjects(
  resource: WatchedResource<unknown>,
  api: KubernetesApi,
  { resourceVersion, timeoutSeconds, silence, signal, onOpen }: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const query = new URLSearchParams({
    watch: '1',
    resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(timeoutSeconds),
  });
  const response = await api.get({
    path: `${resource.path}?${query}`,
    accept: acceptOf(resource, 'watch'),
    gzip: false,
    silence,
    signal,
  });
  await requireOk(response, 'watch', resource);
  onOpen();
  for await (const line of linesOf(response.body)) yield parseEvent(line, resource);
}

function parseEvent(line: string, { name }: WatchedResource<unknown>): WatchEvent {
  const parsed = event.safeParse(parseJson(line));
  if (!parsed.success) throw new ApiError('malformed', `the watch of ${name} sent a line that is no event`);
  const { type, object } = parsed.data;
  if (type !== 'ERROR') return { type, object, resourceVersion: object.metadata.resourceVersion };
  throw new ApiError(
    reasonOfStatus(object.code ?? 500),
    `the watch of ${name} ended: ${object.message ?? 'the server gave no reason'}`,
  );
}

/** Whole lines of UTF-8 text. A last line that the connection tore is dropped: the watch goes on before it. */
async function* linesOf(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of untilSilence(body)) {
    rest += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      if (end > start) yield rest.slice(start, end);
      start = end + 1;
    }
    rest = rest.slice(start);
  }
}

/** A dead connection looks like a silent one, and is nobody's failure: the watch ends there and goes on over another. */
async function* untilSilence(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (!(error instanceof errors.BodyTimeoutError)) throw error;
  }
}
