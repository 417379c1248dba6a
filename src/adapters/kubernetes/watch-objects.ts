import { errors } from 'undici';
import { z } from 'zod';
import { jsonOf } from '../../core/text/json-of.ts';
import { ApiError, reasonOfStatus } from '../http-client/api-error.ts';
import type { KubernetesApi } from './api.ts';
import { requireOk } from './api-object.ts';
import { acceptOf, describeResource, type WatchedResource } from './watched-resource.ts';

const metadata = z.looseObject({
  resourceVersion: z.string(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
});

const event = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
    object: z.looseObject({ metadata }),
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
  /** Whether this bookmark says that a stream has brought all that there was. */
  readonly endsInitialEvents: boolean;
}

/** Where a watch begins: after what a list showed, or with all that there is, which a streaming list sends first. */
export type WatchStart =
  | { readonly kind: 'after'; readonly resourceVersion: string }
  | { readonly kind: 'initial-events' };

export interface WatchOptions {
  readonly start: WatchStart;
  /** Seconds after which the server ends the watch. */
  readonly timeoutSeconds: number;
  /** Milliseconds until the server has to accept the watch. */
  readonly patience: number;
  /** Milliseconds without a byte after which the connection counts as dead. */
  readonly silence: number;
  readonly signal: AbortSignal;
  /** The server accepted the watch. */
  readonly onOpen: () => void;
  readonly onBytes: (count: number) => void;
}

/** Changes since the start, until the server ends the watch. */
export async function* watchObjects(
  resource: WatchedResource<unknown>,
  api: KubernetesApi,
  { start, timeoutSeconds, patience, silence, signal, onOpen, onBytes }: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const query = new URLSearchParams({
    watch: '1',
    ...startQuery(start),
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(timeoutSeconds),
  });
  const response = await api.get({
    path: `${resource.path}?${query}`,
    accept: acceptOf(resource, 'watch'),
    gzip: false,
    patience,
    silence,
    signal,
    onBytes,
  });
  await requireOk(response, 'watch', resource);
  onOpen();
  for await (const line of linesOf(response.body)) yield parseEvent(line, resource);
}

/** The second is a consistent read: it ends with a state that is no older than the request. */
function startQuery(start: WatchStart): Readonly<Record<string, string>> {
  return start.kind === 'after'
    ? { resourceVersion: start.resourceVersion }
    : { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' };
}

function parseEvent(line: string, resource: WatchedResource<unknown>): WatchEvent {
  const what = describeResource(resource);
  const parsed = event.safeParse(jsonOf(line));
  if (!parsed.success) throw new ApiError('malformed', `the watch of ${what} sent a line that is no event`);
  const { type, object } = parsed.data;
  if (type === 'ERROR') {
    throw new ApiError(
      reasonOfStatus(object.code ?? 500),
      `the watch of ${what} ended: ${object.message ?? 'the server gave no reason'}`,
    );
  }
  const { resourceVersion, annotations } = object.metadata;
  const endsInitialEvents = type === 'BOOKMARK' && annotations?.['k8s.io/initial-events-end'] === 'true';
  return { type, object, resourceVersion, endsInitialEvents };
}

/** Characters. etcd keeps no object of more than a few megabytes. */
const longestLine = 32 * 1024 * 1024;

/** Whole lines of UTF-8 text. A last line that the connection tore is dropped: the watch goes on before it. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of untilSilence(body)) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      const whole = rest + line;
      rest = '';
      if (whole !== '') yield whole;
    }
    rest += last;
    if (rest.length > longestLine) throw new ApiError('malformed', 'the server sent a line without an end');
  }
}

/** A dead connection looks like a silent one, and is nobody's failure: the watch ends there and goes on over another. */
async function* untilSilence(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (!(error instanceof errors.BodyTimeoutError)) throw error;
  }
}
