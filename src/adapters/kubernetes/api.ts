import type { KubeConfig } from '@kubernetes/client-node';
import { type buildConnector, type Dispatcher, ProxyAgent, request, Socks5ProxyAgent } from 'undici';
import { counted } from '../http-client/counted.ts';
import { orAborted } from '../http-client/or-aborted.ts';
import { createDirectPool, type Pool, poolOf } from '../http-client/pool.ts';
import { retryAfterOf } from '../http-client/retry-after.ts';
import { unpacked } from '../http-client/unpacked.ts';
import { type Credentials, createCredentialSource } from './credentials.ts';
import { explainFailure, explainUnauthorized } from './explain-refusal.ts';

export interface ApiResponse {
  readonly status: number;
  /** Seconds, from the header Retry-After. */
  readonly retryAfter: number | undefined;
  /** Unpacked. To be read to its end, or left early with `break`. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ApiRequest {
  /** With query: `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly accept: string;
  /**
   * Whether the answer may come compressed, which the server does with large ones: a tenth of the bytes, and no slower.
   * It does not do so with a watch, where a line has to arrive at once.
   */
  readonly gzip: boolean;
  /** Longest silence, in milliseconds, before the answer. */
  readonly patience: number;
  /** Longest silence, in milliseconds, inside the answer. */
  readonly silence: number;
  readonly signal: AbortSignal;
  /** Bytes of the answer's body, as they came over the wire. */
  readonly onBytes: (count: number) => void;
}

/** GET requests to one API server over one pool of connections. */
export interface KubernetesApi {
  /** For messages: `https://10.0.0.1:6443`. */
  readonly server: string;
  /** Every status but 401, which is an error of its own: whoever asks would do the same about it. */
  readonly get: (request: ApiRequest) => Promise<ApiResponse>;
  readonly close: () => Promise<void>;
}

/** Each watch holds a connection of its own. How many there are follows from the namespaces, and is far below this. */
const limits = { connections: 1_000, pipelining: 1 };

/** Milliseconds until a connection has to be made. A host that answers does so at once; one that is away never does. */
const connectTimeout = 5_000;

export function createKubernetesApi(config: KubeConfig): KubernetesApi {
  const cluster = config.getCurrentCluster();
  const server = cluster?.server ?? '';
  const credentials = createCredentialSource(config);
  let current: { readonly key: string; readonly pool: Pool } | undefined;

  /** Certificates may be renewed while we run, so the pool belongs to the material it was made with. */
  function dispatcherFor({ tls }: Credentials): Dispatcher {
    const key = JSON.stringify(tls);
    if (current?.key === key) return current.pool.dispatcher;
    void current?.pool.dispatcher.close();
    current = { key, pool: createPool(config, tls) };
    return current.pool.dispatcher;
  }

  return {
    server,
    async get({ path, accept, gzip, patience, silence, signal, onBytes }) {
      const valid = await credentials.read(patience, signal);
      const answer = request(new URL(joinPath(server, path)), {
        dispatcher: dispatcherFor(valid),
        headers: {
          accept,
          'accept-encoding': gzip ? 'gzip' : 'identity',
          'user-agent': 'plimsoll',
          ...valid.headers,
        },
        headersTimeout: patience,
        bodyTimeout: silence,
        signal,
      });
      // A request without a connection yet does not look at its signal.
      const {
        statusCode: status,
        headers,
        body,
      } = await orAborted(answer, signal).catch((error: unknown) => {
        throw signal.aborted ? error : explainFailure(error, { config, credentials: valid, now: Date.now() });
      });
      const received = counted(body, onBytes);
      const content = headers['content-encoding'] === 'gzip' ? unpacked(received) : received;
      if (status === 401) {
        credentials.forget();
        throw await explainUnauthorized(content, { config, credentials: valid, now: Date.now() });
      }
      return { status, retryAfter: retryAfterOf(headers['retry-after']), body: content };
    },
    async close() {
      const closing = current;
      current = undefined;
      await closing?.pool.destroy();
    },
  };
}

function createPool(config: KubeConfig, tls: Credentials['tls']): Pool {
  const options = config.createDispatcherOptions(config.getCurrentCluster(), tls);
  switch (options.type) {
    case 'proxy':
      return poolOf(new ProxyAgent({ uri: options.uri, requestTls: tlsOptions(options.requestTls), ...limits }));
    case 'socks':
      return poolOf(new Socks5ProxyAgent(options.uri, { requestTls: tlsOptions(options.requestTls), ...limits }));
    case 'agent':
    case 'none':
      return createDirectPool(tlsOptions(options.type === 'agent' ? options.connect : {}), limits);
  }
}

/** The two libraries mean the same options, and only one of them lists `undefined` among their values. */
function tlsOptions(options: object): buildConnector.BuildOptions {
  // One connection for each watch, so that one that dies takes no other with it: over HTTP/2 they would share one.
  return { ...(options as buildConnector.BuildOptions), allowH2: false, timeout: connectTimeout };
}

function joinPath(server: string, path: string): string {
  return `${server.replace(/\/$/, '')}${path}`;
}
