import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';
import { answerStatus, createAnswer } from './answer.ts';
import { createFaults, type Faults, type Question } from './faults.ts';
import { type CollectionName, collections, createStore, type Store } from './store.ts';
import type { OpenWatch } from './watch.ts';

export interface FakeApiServerOptions {
  /** Serves HTTPS, and offers HTTP/2 before HTTP/1.1 as the API server does. */
  readonly tls?: TlsOptions;
}

export interface RecordedRequest extends Question {
  readonly authorization: string | undefined;
  /** Common name of the client's certificate. */
  readonly certificateName: string | undefined;
  readonly httpVersion: string;
  /** In milliseconds, monotonic. */
  readonly at: number;
}

/** A server that speaks the part of the Kubernetes API that discovery reads, and misbehaves when told to. */
export interface FakeApiServer {
  readonly url: string;
  readonly store: Store;
  readonly faults: Faults;
  readonly requests: readonly RecordedRequest[];
  /** The watches that are open now. */
  readonly watches: (collection: CollectionName) => readonly OpenWatch[];
  readonly countSockets: () => number;
  /** Every request must carry this header from now on; `undefined` lets everyone in. */
  readonly requireAuthorization: (header: string | undefined) => void;
  /** Listens again, on the same port. */
  readonly start: () => Promise<void>;
  /** Breaks every connection and refuses new ones. */
  readonly stop: () => Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startFakeApiServer({ tls }: FakeApiServerOptions = {}): Promise<FakeApiServer> {
  const store = createStore();
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const watches = new Set<OpenWatch>();
  const sockets = new Set<Socket>();
  const answer = createAnswer(store, watches);
  let requiredAuthorization: string | undefined;
  let port = 0;

  const listener: RequestListener = (request, response) => {
    const received = readRequest(request);
    if (!received) {
      answerStatus(response, 404, 'the server could not find the requested resource');
      return;
    }
    requests.push(received);
    if (requiredAuthorization === undefined || received.authorization === requiredAuthorization) {
      answer(received, response, faults.take(received));
    } else {
      answerStatus(response, 401, 'Unauthorized');
    }
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a client may break what it likes
  });

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        ({ port } = server.address() as AddressInfo); // it listens on TCP
        resolve();
      });
    });

  await start();
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    store,
    faults,
    requests,
    watches: (collection) => [...watches].filter((opened) => opened.collection === collection),
    countSockets: () => sockets.size,
    requireAuthorization: (header) => {
      requiredAuthorization = header;
    },
    start,
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

function readRequest({ url, headers, socket, httpVersion }: IncomingMessage): RecordedRequest | undefined {
  const { pathname, searchParams: query } = new URL(url ?? '/', 'http://localhost');
  const names = Object.keys(collections) as CollectionName[]; // its own keys
  const collection = names.find((name) => collections[name].path === pathname);
  return (
    collection && {
      verb: query.get('watch') === '1' ? 'watch' : 'list',
      collection,
      query,
      accept: headers.accept ?? '',
      acceptsGzip: /\bgzip\b/.test(String(headers['accept-encoding'])),
      authorization: headers.authorization,
      certificateName: socket instanceof TLSSocket ? commonNameOf(socket) : undefined,
      httpVersion,
      at: performance.now(),
    }
  );
}

function commonNameOf(socket: TLSSocket): string | undefined {
  const name = socket.getPeerCertificate().subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}
