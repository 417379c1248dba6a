import { type buildConnector, type Dispatcher, ProxyAgent, request } from 'undici';
import { UserError } from '../../app/user-error.ts';
import { createAnswerReader, type QueryAnswer, type Sample } from '../../core/series/query-answer.ts';
import { MalformedAnswer } from '../../core/text/cut-json.ts';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import { counted } from '../http-client/counted.ts';
import { orAborted } from '../http-client/or-aborted.ts';
import { createDirectPool, type Pool, poolOf } from '../http-client/pool.ts';
import { unpacked } from '../http-client/unpacked.ts';
import { type Credentials, readCredentials, type TlsMaterial } from './credentials.ts';
import type { HttpConfig } from './http-config.ts';
import { refusal } from './refusal.ts';

export interface InstantQuery {
  readonly expression: string;
  /** Seconds since 1970; `undefined` is the server's own present. */
  readonly at: number | undefined;
  readonly onSample: (sample: Sample) => void;
  readonly signal: AbortSignal;
}

/** Instant queries to one server that speaks Prometheus' HTTP API. */
export interface PrometheusApi {
  /** For messages. */
  readonly url: string;
  /** Rejects with an ApiError unless the answer is complete. */
  readonly query: (query: InstantQuery) => Promise<void>;
  /** Since the start. */
  readonly counts: () => QueryCounts;
  readonly close: () => Promise<void>;
}

export interface QueryCounts {
  readonly queries: number;
  readonly series: number;
  /** As they came over the wire. */
  readonly bytes: number;
}

export interface PrometheusApiOptions {
  /** With its path prefix, without `/api/v1`. */
  readonly url: string;
  /** Asked for before every query: the file may have changed. */
  readonly config: () => Promise<HttpConfig>;
  /** For the header X-Scope-OrgID of Mimir, Cortex and Loki. */
  readonly tenant: string | undefined;
  /** Longest silence, in milliseconds, before and inside an answer; the server is told to give up by then. */
  readonly silence: number;
}

/** Characters. A node's labels and annotations are at most a few hundred thousand. */
const longestSample = 2 ** 20;

export function createPrometheusApi({ url, config, tenant, silence }: PrometheusApiOptions): PrometheusApi {
  const address = `${url.replace(/\/+$/, '')}/api/v1/query`;
  const counts = { queries: 0, series: 0, bytes: 0 };
  let current: { readonly key: string; readonly pool: Pool } | undefined;
  /** Some proxies let nothing but GET through. */
  let method: 'POST' | 'GET' = 'POST';

  /** Certificates may be renewed while we run, so the pool belongs to the material it was made with. */
  function dispatcherFor(tls: TlsMaterial, proxyUrl: string | undefined): Dispatcher {
    const key = JSON.stringify([tls, proxyUrl]);
    if (current?.key === key) return current.pool.dispatcher;
    void current?.pool.dispatcher.close();
    current = { key, pool: createPool(tls, proxyUrl) };
    return current.pool.dispatcher;
  }

  /** At the start such a file is the user's to put right; while we run, it may be in the middle of being written. */
  async function currentConfig(): Promise<HttpConfig> {
    try {
      return await config();
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      throw new ApiError('credentials', cause.message, { cause });
    }
  }

  async function send({ expression, at, signal }: InstantQuery): Promise<Dispatcher.ResponseData> {
    const valid = await currentConfig();
    const { headers, tls } = await readCredentials(valid);
    const form = new URLSearchParams({ query: expression, timeout: `${Math.ceil(silence / 1000)}s` });
    if (at !== undefined) form.set('time', String(at));
    const answer = request(method === 'GET' ? `${address}?${form}` : address, {
      method,
      dispatcher: dispatcherFor(tls, valid.proxyUrl),
      headers: headersOf(headers, tenant, method),
      ...(method === 'POST' && { body: form.toString() }),
      headersTimeout: silence,
      bodyTimeout: silence,
      signal,
    });
    // A request without a connection yet does not look at its signal.
    return orAborted(answer, signal);
  }

  function onSample(query: InstantQuery): InstantQuery['onSample'] {
    return (sample) => {
      counts.series += 1;
      query.onSample(sample);
    };
  }

  async function ask(query: InstantQuery): Promise<void> {
    counts.queries += 1;
    const response = await send(query);
    if (response.statusCode === 405 && method === 'POST') {
      await response.body.dump();
      method = 'GET';
      return ask(query);
    }
    const { statusCode: status, headers } = response;
    const received = counted(response.body, (bytes) => {
      counts.bytes += bytes;
    });
    const body = headers['content-encoding'] === 'gzip' ? unpacked(received) : received;
    if (status !== 200 || isWebPage(headers['content-type'])) throw await refusal(response, body);
    requireComplete(await readAnswer(body, onSample(query)));
  }

  return {
    url,
    counts: () => counts,
    async query(query) {
      try {
        await ask(query);
      } catch (error) {
        if (query.signal.aborted) throw error;
        if (error instanceof MalformedAnswer) {
          throw new ApiError('malformed', `its answer cannot be read: ${error.message}`, { cause: error });
        }
        throw toApiError(error);
      }
    },
    async close() {
      const closing = current;
      current = undefined;
      await closing?.pool.destroy();
    },
  };
}

function headersOf(own: Credentials['headers'], tenant: string | undefined, method: 'POST' | 'GET'): string[] {
  const all = [
    ['accept', 'application/json'],
    ['accept-encoding', 'gzip'],
    ['user-agent', 'plimsoll'],
    ...(method === 'POST' ? [['content-type', 'application/x-www-form-urlencoded']] : []),
    ...(tenant === undefined ? [] : [['x-scope-orgid', tenant]]),
    ...own,
  ];
  return all.flat();
}

async function readAnswer(body: AsyncIterable<Uint8Array>, onSample: (sample: Sample) => void): Promise<QueryAnswer> {
  const reader = createAnswerReader({ onSample, longestSample });
  const decoder = new TextDecoder();
  for await (const chunk of body) reader.write(decoder.decode(chunk, { stream: true }));
  reader.write(decoder.decode());
  return reader.end();
}

/** The queries are such that a server has nothing to warn of, unless it could not look everywhere. */
function requireComplete({ isSuccess, error, warnings, isPartial }: QueryAnswer): void {
  if (!isSuccess) throw new ApiError('rejected', `it refuses the query: ${error}`);
  const [warning] = warnings;
  if (warning !== undefined) throw new ApiError('partial', `it answers in part: ${warning}`);
  if (isPartial) throw new ApiError('partial', 'it answers in part: some of its storage nodes did not answer');
}

function isWebPage(contentType: string | string[] | undefined): boolean {
  return String(contentType).startsWith('text/html');
}

function createPool(tls: TlsMaterial, proxyUrl: string | undefined): Pool {
  const options: buildConnector.BuildOptions = { ...tls, allowH2: false };
  if (proxyUrl === undefined) return createDirectPool(options);
  return poolOf(new ProxyAgent({ uri: proxyUrl, requestTls: options }));
}
