import type { AgentOptions, RequestOptions } from 'node:https';
import type { Readable } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type buildConnector, type Dispatcher, ProxyAgent, request, Socks5ProxyAgent } from 'undici';
import { ApiError } from './api-error.ts';

export interface ApiResponse {
  readonly status: number;
  /** Seconds, from the header Retry-After. */
  readonly retryAfter: number | undefined;
  readonly body: Readable & { readonly text: () => Promise<string> };
}

export interface ApiRequest {
  /** With query: `/api/v1/pods?limit=500`. */
  readonly path: string;
  readonly accept: string;
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
const maxConnections = 8;

export function createKubernetesApi(config: KubeConfig): KubernetesApi {
  const cluster = config.getCurrentCluster();
  const server = cluster?.server ?? '';
  let pool: { readonly key: string; readonly dispatcher: Dispatcher } | undefined;

  /** Certificates may be renewed while we run, so the pool belongs to the material it was made with. */
  function dispatcherFor(options: RequestOptions): Dispatcher {
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    const material = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
    const identity = JSON.stringify(material);
    if (pool?.key === identity) return pool.dispatcher;
    void pool?.dispatcher.close();
    pool = { key: identity, dispatcher: createDispatcher(config, material) };
    return pool.dispatcher;
  }

  return {
    server,
    async get({ path, accept, silence, signal }) {
      const options = await authenticate(config);
      const response = await request(new URL(joinPath(server, path)), {
        dispatcher: dispatcherFor(options),
        headers: { accept, 'user-agent': 'plimsoll', ...headersOf(options) },
        headersTimeout: silence,
        bodyTimeout: silence,
        signal,
      });
      return {
        status: response.statusCode,
        retryAfter: retryAfterOf(response.headers['retry-after']),
        body: response.body,
      };
    },
    close: async () => pool?.dispatcher.destroy(),
  };
}

/** Headers with a token that is fresh now, and TLS material. */
async function authenticate(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new ApiError(
      'credentials',
      `cannot get credentials: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
  return options;
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const entries = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const basic: [string, string][] = auth ? [['Authorization', `Basic ${Buffer.from(auth).toString('base64')}`]] : [];
  return Object.fromEntries([...entries, ...basic]);
}

function createDispatcher(config: KubeConfig, material: AgentOptions): Dispatcher {
  const options = config.createDispatcherOptions(config.getCurrentCluster(), material);
  const limits = { connections: maxConnections, pipelining: 1 };
  switch (options.type) {
    case 'proxy':
      return new ProxyAgent({ uri: options.uri, requestTls: tlsOptions(options.requestTls), ...limits });
    case 'socks':
      return new Socks5ProxyAgent(options.uri, { requestTls: tlsOptions(options.requestTls), ...limits });
    case 'agent':
      return new Agent({ connect: tlsOptions(options.connect), ...limits });
    case 'none':
      return new Agent(limits);
  }
}

/** The two libraries mean the same options, and only one of them lists `undefined` among their values. */
function tlsOptions(options: object): buildConnector.BuildOptions {
  return options as buildConnector.BuildOptions;
}

function joinPath(server: string, path: string): string {
  return `${server.replace(/\/$/, '')}${path}`;
}

/** Only the form in seconds, which is what the API server sends. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
