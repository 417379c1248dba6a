import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { type Access, createAccess } from './access.ts';
import { answer, sendThrottled } from './answer.ts';
import { type CollectionName, isOfKnownGroup } from './collections.ts';
import { createFaults, type Faults } from './faults.ts';
import { parseFieldSelector } from './field-selector.ts';
import { createFlowControl } from './flow-control.ts';
import { mostWithin, type RecordedRequest, type RequestFilter, readRequest } from './requests.ts';
import { forbidden, type Status, sendStatus, sendText, statusOf } from './status.ts';
import { createStore, type Store, type StoreOptions } from './store.ts';
import { createTimers } from './timers.ts';
import { behaviourOf, type ServerBehaviour, type ServerVersion } from './versions.ts';
import type { OpenWatch } from './watch.ts';

export interface FakeApiServerOptions extends StoreOptions {
  /** Serves HTTPS, and offers HTTP/2 before HTTP/1.1 as the API server does. */
  readonly tls?: TlsOptions;
  /** Behaves as this version of kube-apiserver does by default. */
  readonly version?: ServerVersion;
  /** And differs from it in this. */
  readonly behaviour?: Partial<ServerBehaviour>;
  /** Lists of more bytes are compressed for who takes them so. */
  readonly gzipFrom?: number;
  /** Milliseconds between the bookmarks of a watch. */
  readonly bookmarkInterval?: number;
}

/** What the server holds for its clients at a moment. */
export interface Held {
  readonly sockets: number;
  /** That are not answered to the end; a watch counts until it has begun. */
  readonly requests: number;
  readonly watches: number;
  readonly subscribers: number;
  readonly timers: number;
}

/** A server that speaks the part of the Kubernetes API that discovery reads, and misbehaves when told to. */
export interface FakeApiServer extends Pick<Access, 'allow' | 'deny'> {
  readonly url: string;
  readonly store: Store;
  readonly faults: Faults;
  /** Those for a collection that is served, whatever became of them. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets those so far, so that a long test does not hold them all. */
  readonly forgetRequests: () => void;
  /** The most of these requests in any stretch of so many seconds. */
  readonly mostRequestsWithin: (seconds: number, wanted?: RequestFilter) => number;
  /** The watches that are open now. */
  readonly watches: (collection: CollectionName) => readonly OpenWatch[];
  readonly countSockets: () => number;
  readonly held: () => Held;
  /** Sends away who comes while so many requests are under way; `undefined` for no limit. */
  readonly limitInFlight: (most: number | undefined) => void;
  /** Every request must carry this header from now on; `undefined` lets everyone in. */
  readonly requireAuthorization: (header: string | undefined) => void;
  /** Listens again, on the same port, as an API server that was restarted: etcd is as it was, the watch cache is empty. */
  readonly start: () => Promise<void>;
  /** Breaks every connection and refuses new ones. */
  readonly stop: () => Promise<void>;
}

/** Whom RBAC speaks of when the client has no certificate. */
const defaultUser = 'system:serviceaccount:monitoring:plimsoll';

/** Starts a server on a free port of 127.0.0.1. */
export async function startFakeApiServer({
  tls,
  version = '1.36',
  behaviour,
  gzipFrom = 128 * 1024,
  bookmarkInterval = 60_000,
  ...storeOptions
}: FakeApiServerOptions = {}): Promise<FakeApiServer> {
  const store = createStore(storeOptions);
  const faults = createFaults();
  const access = createAccess();
  const flow = createFlowControl();
  const timers = createTimers();
  const requests: RecordedRequest[] = [];
  const watches = new Set<OpenWatch>();
  const sockets = new Set<Socket>();
  const deps = {
    store,
    timers,
    watches,
    gzipFrom,
    bookmarkInterval,
    behaviour: { ...behaviourOf(version), ...behaviour },
    onInitialised: flow.release,
  };
  let requiredAuthorization: string | undefined;
  let port = 0;

  /** In the order of the API server's filters: who is it, is there a seat, is it allowed. */
  function serve(received: RecordedRequest, response: ServerResponse): void {
    if (requiredAuthorization !== undefined && received.authorization !== requiredAuthorization) {
      sendStatus(response, statusOf(401, 'Unauthorized'));
    } else if (!flow.take(response)) sendThrottled(response);
    else if (!access.isAllowed(received)) sendStatus(response, forbid(received));
    else answer(deps, received, response, faults.take(received));
  }

  const listener: RequestListener = (request, response) => {
    const received = readRequest(request);
    if (!received) sendNotFound(request, response);
    else if (request.method !== 'GET') {
      sendStatus(response, statusOf(405, 'the server does not allow this method on the requested resource'));
    } else {
      requests.push(received);
      serve(received, response);
    }
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a client may break what it likes
  });

  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        ({ port } = server.address() as AddressInfo); // it listens on TCP
        resolve();
      });
    });

  await listen();
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    store,
    faults,
    requests,
    forgetRequests: () => {
      requests.length = 0;
    },
    mostRequestsWithin: (seconds, wanted = {}) => mostWithin(requests, seconds, wanted),
    watches: (collection) => [...watches].filter((opened) => opened.collection === collection),
    countSockets: () => sockets.size,
    held: () => ({
      sockets: sockets.size,
      requests: flow.count(),
      watches: watches.size,
      subscribers: store.countSubscribers(),
      timers: timers.count(),
    }),
    allow: access.allow,
    deny: access.deny,
    limitInFlight: flow.limit,
    requireAuthorization: (header) => {
      requiredAuthorization = header;
    },
    start: () => {
      store.forgetChanges();
      return listen();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Requests and responses of HTTP/2 serve as those of HTTP/1.1 for what is used here. */
function createTlsServer(tls: TlsOptions, listener: unknown) {
  return createSecureServer({ ...tls, allowHTTP1: true }, listener as Parameters<typeof createSecureServer>[1]);
}

/** A name that a field selector asks for is the name of the request. */
function forbid(received: RecordedRequest): Status {
  const { verb, collection, query, certificateName = defaultUser } = received;
  const selector = parseFieldSelector(collection, query.get('fieldSelector') ?? '');
  return forbidden(certificateName, verb, received, typeof selector === 'string' ? undefined : selector.name);
}

function sendNotFound({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  if (isOfKnownGroup(url)) sendStatus(response, statusOf(404, 'the server could not find the requested resource', {}));
  else sendText(response, 404, '404 page not found');
}
