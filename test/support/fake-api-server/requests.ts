import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type CollectionName, placeOf } from './collections.ts';
import type { Question } from './faults.ts';
import { readBoolean } from './list-options.ts';

export interface RecordedRequest extends Question {
  readonly authorization: string | undefined;
  /** Common name of the client's certificate. */
  readonly certificateName: string | undefined;
  readonly httpVersion: string;
  /** In milliseconds, monotonic. */
  readonly at: number;
}

/** `undefined` when the path names no collection. */
export function readRequest({ url, headers, socket, httpVersion }: IncomingMessage): RecordedRequest | undefined {
  const { pathname, searchParams: query } = new URL(url ?? '/', 'http://localhost');
  const place = placeOf(pathname);
  return (
    place && {
      ...place,
      verb: readBoolean(query, 'watch') === true ? 'watch' : 'list',
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

/** Which requests are counted. What is not named does not matter. */
export interface RequestFilter {
  readonly verb?: Question['verb'];
  readonly collection?: CollectionName;
  readonly namespace?: string;
}

/** The most of these requests that fell into any stretch of so many seconds. */
export function mostWithin(requests: readonly RecordedRequest[], seconds: number, wanted: RequestFilter): number {
  const times = requests.filter((request) => isWanted(request, wanted)).map(({ at }) => at);
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while (first < index && (times[first] ?? at) <= at - seconds * 1000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function isWanted(request: RecordedRequest, { verb, collection, namespace }: RequestFilter): boolean {
  return (
    (verb ?? request.verb) === request.verb &&
    (collection ?? request.collection) === request.collection &&
    (namespace ?? request.namespace) === request.namespace
  );
}
