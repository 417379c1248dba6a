import type { ServerResponse } from 'node:http';
import { type Collection, withKind } from '../cluster/collection.ts';
import { numbers } from './pages.ts';
import type { ObjectsRequest } from './request.ts';

export interface ChangeEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly collection: Collection;
  readonly namespace: string;
  /** The object as JSON. */
  readonly full: () => string;
  readonly metadata: () => string;
}

export interface Watches {
  readonly resourceVersion: () => number;
  readonly open: () => number;
  readonly serve: (request: ObjectsRequest, response: ServerResponse) => Promise<void>;
  /** Something happened; `make` is given the resourceVersion that it has from now on. */
  readonly emit: (make: (resourceVersion: number) => ChangeEvent) => void;
  /** As a server does that started anew: watches from before now are told that they are too old. */
  readonly forget: () => void;
}

interface Watch {
  readonly request: ObjectsRequest;
  readonly response: ServerResponse;
}

const bookmarkInterval = 60_000;
const longestHistory = 20_000;
const longestWatchSeconds = 1_800;
/** Bytes that may wait for one watcher before the initial events pause. */
const longestQueue = 4 * 1024 * 1024;

export function createWatches(): Watches {
  const watches = new Set<Watch>();
  let current = 1_000_000;
  let history: { readonly at: number; readonly event: ChangeEvent }[] = [];
  /** The oldest resourceVersion from which a watch can go on. */
  let oldest = current;

  /** From now on it gets what happens, until its time is over. */
  function keep(watch: Watch, seconds: number): void {
    const bookmarks = setInterval(() => bookmark(watch, current), bookmarkInterval);
    const end = setTimeout(() => watch.response.end(), seconds * 1000);
    watches.add(watch);
    watch.response.once('close', () => {
      clearInterval(bookmarks);
      clearTimeout(end);
      watches.delete(watch);
    });
  }

  return {
    resourceVersion: () => current,
    open: () => watches.size,
    async serve(request, response) {
      const watch = { request, response };
      const { from, startsAnew, wantsInitial, seconds } = readWatch(request.query);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      const position = startsAnew ? current : from;
      if (position < oldest) return void response.end(tooOld(position, oldest));
      if (startsAnew) await sendInitial(watch);
      if (response.destroyed) return;
      for (const { event } of history.filter(({ at }) => at > position)) send(watch, event);
      if (wantsInitial) bookmark(watch, current, { 'k8s.io/initial-events-end': 'true' });
      keep(watch, seconds);
    },
    emit(make) {
      current++;
      const event = make(current);
      history.push({ at: current, event });
      if (history.length > 2 * longestHistory) {
        history = history.slice(-longestHistory);
        oldest = (history[0]?.at ?? current) - 1;
      }
      for (const watch of watches) send(watch, event);
    },
    forget() {
      history = [];
      current++;
      oldest = current;
    },
  };
}

function readWatch(query: URLSearchParams) {
  const from = Number(query.get('resourceVersion') ?? 0);
  const wantsInitial = query.get('sendInitialEvents') === 'true';
  return {
    from,
    wantsInitial,
    /** Without a place to go on from, a watch begins with all that there is. */
    startsAnew: wantsInitial || from === 0,
    seconds: Number(query.get('timeoutSeconds') ?? longestWatchSeconds),
  };
}

function send({ request, response }: Watch, event: ChangeEvent): void {
  if (request.collection.resource !== event.collection.resource || !request.includes(event.namespace)) return;
  response.write(line(request, event.type, request.metadataOnly ? event.metadata() : event.full()));
}

function bookmark(
  { request, response }: Watch,
  resourceVersion: number,
  annotations?: Readonly<Record<string, string>>,
): void {
  const metadata = {
    resourceVersion: String(resourceVersion),
    creationTimestamp: null,
    ...(annotations && { annotations }),
  };
  response.write(line(request, 'BOOKMARK', JSON.stringify({ metadata })));
}

async function sendInitial({ request, response }: Watch): Promise<void> {
  const write = request.metadataOnly ? request.collection.metadata : request.collection.full;
  const closed = new Promise((resolve) => response.once('close', resolve));
  for (const index of request.ranges.flatMap((range) => [...numbers(range)])) {
    response.write(line(request, 'ADDED', write(index)));
    if (response.writableLength > longestQueue) await Promise.race([drained(response), closed]);
    if (response.destroyed) return;
  }
}

function line({ collection, metadataOnly }: ObjectsRequest, type: string, object: string): string {
  const kind = metadataOnly ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' } : collection;
  return `{"type":"${type}","object":${withKind(kind, object)}}\n`;
}

/** The API server accepts such a watch, and says in the stream what is wrong with it. */
function tooOld(position: number, oldest: number): string {
  const message = `too old resource version: ${position} (${oldest})`;
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'Expired',
    code: 410,
  };
  return `${JSON.stringify({ type: 'ERROR', object: status })}\n`;
}

function drained(response: ServerResponse): Promise<unknown> {
  return new Promise((resolve) => response.once('drain', resolve));
}
