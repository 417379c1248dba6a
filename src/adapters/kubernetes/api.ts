import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type buildConnector, type Dispatcher, ProxyAgent, request, Socks5ProxyAgent } from 'undici';
import { createConnector } from './connector.ts';
import { type Credentials, createCredentialSource } from './credentials.ts';
import { orAborted } from './or-aborted.ts';

export interface ApiResponse {
  readonly status: number;
  /** Seconds, from the header Retry-After. */
  readonly retryAfter: number | undefined;
  /** Unpacked. */
  readonly body: Readable;
}

export interface ApiRequest {
  /** With query: `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly accept: string;
  /** Whether the answer may come compressed, which the server does with large ones: a tenth of the bytes, and no slower. */
  readonly gzip: boolean;
  /** Longest silence, in milliseconds, before and inside the answer. */
  readonly silence: number;
  readonly signal: AbortSignal;
}

/** GET requests to one API server over one pool of connections. */
export interface KubernetesApi {
  /** For messages: `https://10.0.0.1:6443`. */
  readonly server: string;
  readonly get: (request: ApiRequest) => Promise<ApiResponse>;
  readonly close: () => Promise<void>;
}

/** The most connections at a time: a list or a watch for each resource. */
const limits = { connections: 8, pipelining: 1 };

/** Whatever a server asks for, it is asked again after so many seconds: to wait for a day is to be blind for a day. */
const longestRetryAfter = 120;

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
    async get({ path, accept, gzip, silence, signal }) {
      const valid = await credentials.read(silence, signal);
      const answer = request(new URL(joinPath(server, path)), {
        dispatcher: dispatcherFor(valid),
        headers: {
          accept,
          'accept-encoding': gzip ? 'gzip' : 'identity',
          'user-agent': 'plimsoll',
          ...valid.headers,
        },
        headersTimeout: silence,
        bodyTimeout: silence,
        signal,
      });
      // A request without a connection yet does not look at its signal.
      const { statusCode: status, headers, body } = await orAborted(answer, signal);
      if (status === 401) credentials.forget();
      return {
        status,
        retryAfter: retryAfterOf(headers['retry-after']),
        body: headers['content-encoding'] === 'gzip' ? unpack(body) : body,
      };
    },
    async close() {
      const closing = current;
      current = undefined;
      await closing?.pool.destroy();
    },
  };
}

/** What breaks the body breaks the unpacked one, and the other way round. */
function unpack(body: Readable): Readable {
  const unpacked = createGunzip();
  pipeline(body, unpacked, () => undefined); // the reader of what is unpacked sees the error
  return unpacked;
}

interface Pool {
  readonly dispatcher: Dispatcher;
  readonly destroy: () => Promise<void>;
}

function createPool(config: KubeConfig, tls: Credentials['tls']): Pool {
  const options = config.createDispatcherOptions(config.getCurrentCluster(), tls);
  switch (options.type) {
    case 'proxy':
      return poolOf(new ProxyAgent({ uri: options.uri, requestTls: tlsOptions(options.requestTls), ...limits }));
    case 'socks':
      return poolOf(new Socks5ProxyAgent(options.uri, { requestTls: tlsOptions(options.requestTls), ...limits }));
    case 'agent':
    case 'none': {
      const { connect, abandon } = createConnector(tlsOptions(options.type === 'agent' ? options.connect : {}));
      return poolOf(new Agent({ connect, ...limits }), abandon);
    }
  }
}

function poolOf(dispatcher: Dispatcher, abandon: () => void = () => undefined): Pool {
  return {
    dispatcher,
    async destroy() {
      const destroyed = dispatcher.destroy();
      abandon();
      await destroyed;
    },
  };
}

/** The two libraries mean the same options, and only one of them lists `undefined` among their values. */
function tlsOptions(options: object): buildConnector.BuildOptions {
  // One connection for each watch, so that one that dies takes no other with it: over HTTP/2 they would share one.
  return { ...(options as buildConnector.BuildOptions), allowH2: false };
}

function joinPath(server: string, path: string): string {
  return `${server.replace(/\/$/, '')}${path}`;
}

/** Only the form in seconds, which is what the API server sends. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return seconds > 0 ? Math.min(seconds, longestRetryAfter) : undefined;
}
