import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import type { TlsOptions } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Teardown } from '../fake-api-server/reflect.ts';
import { evaluate } from './evaluate.ts';
import { type FakeSeries, fakeNow } from './series.ts';

export interface RecordedQuery {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly time: string | null;
  readonly headers: IncomingMessage['headers'];
  /** In milliseconds, monotonic. */
  readonly at: number;
}

/** How an answer is spoilt. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  /** More at the top of a right answer: warnings, isPartial. */
  | { readonly kind: 'also'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'text'; readonly text: string; readonly contentType?: string }
  /** Half of the answer, then the connection breaks. */
  | { readonly kind: 'torn' }
  /** The answer is cut, and ends in order. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

export interface FakePrometheus {
  readonly url: string;
  /** What it answers from. */
  readonly store: (series: readonly FakeSeries[]) => void;
  readonly queries: readonly RecordedQuery[];
  /** The next answers are spoilt, one by each. */
  readonly spoil: (...faults: readonly Fault[]) => void;
  /** Every answer to a query that matches is spoilt; `undefined` ends that. */
  readonly spoilAll: (fault: Fault | undefined, queries?: RegExp) => void;
  /** Every request must carry this from now on. */
  readonly requireAuthorization: (header: string) => void;
  readonly refuseMethod: (method: string) => void;
  readonly countSockets: () => number;
}

export interface FakePrometheusOptions {
  readonly tls?: TlsOptions;
  /** Before /api/v1: `/prometheus`. */
  readonly prefix?: string;
}

/** A server on a free port of 127.0.0.1 that answers instant queries over given series; it is gone when the test ends. */
export async function startFakePrometheus(
  t: Teardown,
  first: readonly FakeSeries[],
  { tls, prefix = '' }: FakePrometheusOptions = {},
): Promise<FakePrometheus> {
  let series = first;
  let sticky: { readonly fault: Fault; readonly queries: RegExp } | undefined;
  let authorization: string | undefined;
  let refused: string | undefined;
  const queue: Fault[] = [];
  const queries: RecordedQuery[] = [];
  const sockets = new Set<Socket>();

  const answer: RequestListener = async (request, response) => {
    const received = await readQuery(request);
    queries.push(received);
    if (received.path !== `${prefix}/api/v1/query`) return end(response, 404, '404 page not found\n', 'text/plain');
    if (refused === received.method) return end(response, 405, 'Method Not Allowed', 'text/plain');
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      return end(response, 401, 'Unauthorized', 'text/plain');
    }
    const stuck = sticky?.queries.test(received.query) === true ? sticky.fault : undefined;
    spoilOr(queue.shift() ?? stuck, request, response, () => ({
      status: 'success',
      data: {
        resultType: 'vector',
        result: evaluate(received.query, series).map(({ metric, value }) => ({
          metric,
          value: [Number(received.time ?? fakeNow), String(value)],
        })),
      },
    }));
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}${prefix}`,
    store(next) {
      series = next;
    },
    queries,
    spoil: (...faults) => queue.push(...faults),
    spoilAll(fault, queries = /./) {
      sticky = fault && { fault, queries };
    },
    requireAuthorization(header) {
      authorization = header;
    },
    refuseMethod(method) {
      refused = method;
    },
    countSockets: () => sockets.size,
  };
}

async function readQuery(request: IncomingMessage): Promise<RecordedQuery> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const body = await textOf(request);
  const form = request.method === 'POST' ? new URLSearchParams(body) : searchParams;
  return {
    method: request.method ?? '',
    path: pathname,
    query: form.get('query') ?? '',
    time: form.get('time'),
    headers: request.headers,
    at: performance.now(),
  };
}

function spoilOr(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  create: () => object,
): void {
  switch (fault?.kind) {
    case 'status':
      end(response, fault.status, fault.body ?? '', 'application/json', fault.headers);
      return;
    case 'text':
      end(response, 200, fault.text, fault.contentType ?? 'application/json');
      return;
    case 'torn': {
      const whole = JSON.stringify(create());
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
      response.write(whole.slice(0, whole.length / 2), () => response.destroy());
      return;
    }
    case 'cut':
      end(response, 200, JSON.stringify(create()).slice(0, -9), 'application/json');
      return;
    case 'silence':
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'also':
    case undefined: {
      const whole = JSON.stringify({ ...create(), ...fault?.fields });
      const isPacked = /\bgzip\b/.test(String(request.headers['accept-encoding']));
      response.writeHead(200, { 'content-type': 'application/json', ...(isPacked && { 'content-encoding': 'gzip' }) });
      response.end(isPacked ? gzipSync(whole) : whole);
    }
  }
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': contentType, ...headers });
  response.end(body);
}
