import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { oneLine } from '../../core/text/one-line.ts';
import { describeFileError } from '../filesystem/file-error.ts';
import { ApiError } from '../http-client/api-error.ts';
import { orAborted } from '../http-client/or-aborted.ts';

/** Headers with a token, and TLS material. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Pick<
    RequestOptions,
    'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'rejectUnauthorized' | 'servername'
  >;
}

export interface CredentialSource {
  /** What is valid now. Gives up after `limit` milliseconds: a plugin may wait for ever. */
  readonly read: (limit: number, signal: AbortSignal) => Promise<Credentials>;
  /** The server refused them: what the library remembers of plugins and token files is not used again. */
  readonly forget: () => void;
}

export function createCredentialSource(config: KubeConfig): CredentialSource {
  let current = config;
  /** Requests that need credentials at the same time share one look, so that a plugin runs once. */
  let looking: Promise<Credentials> | undefined;

  function forget(): void {
    current = withoutMemory(config);
  }

  async function look(): Promise<Credentials> {
    try {
      return await readCredentials(current);
    } catch (error) {
      forget(); // the library keeps even answers that it cannot read
      throw error;
    } finally {
      looking = undefined;
    }
  }

  return {
    forget,
    async read(limit, signal) {
      looking ??= look();
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(refuse(config, 'it takes too long')), limit);
      try {
        return await orAborted(Promise.race([looking, late.promise]), signal);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function readCredentials(config: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw refuse(config, describeFailure(config, cause), { cause });
  }
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const headers = headersOf(options);
  if (isPlugin(config) && headers['Authorization'] === undefined && cert === undefined) {
    throw refuse(config, 'what it printed holds no token and no certificate');
  }
  return { headers, tls: { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } };
}

/** The authenticators of the library remember, and a configuration makes its own. */
function withoutMemory(config: KubeConfig): KubeConfig {
  const fresh = new KubeConfig();
  fresh.loadFromOptions({
    clusters: config.getClusters(),
    users: config.getUsers(),
    contexts: config.getContexts(),
    currentContext: config.getCurrentContext(),
  });
  return fresh;
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const entries = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value).trim()]],
  );
  const basic: [string, string][] = auth ? [['Authorization', `Basic ${Buffer.from(auth).toString('base64')}`]] : [];
  return Object.fromEntries([...entries, ...basic]);
}

function describeFailure(config: KubeConfig, cause: unknown): string {
  // The library reads what a plugin prints without looking at it first.
  if (isPlugin(config) && (cause instanceof SyntaxError || cause instanceof TypeError)) {
    return 'what it printed is not an ExecCredential';
  }
  const { code, path, syscall = '' } = systemErrorOf(cause);
  if (code === 'ENOENT' && syscall.startsWith('spawn')) return 'it is not installed, or not on the PATH';
  if (path !== undefined) return `cannot read ${path}: ${describeFileError(cause)}`;
  if (code === 'EISDIR') return 'a file that it names is a folder';
  const said = cause instanceof Error ? oneLine(cause.message) : String(cause);
  return said === '' ? 'it failed without a word' : said;
}

function systemErrorOf(cause: unknown): NodeJS.ErrnoException {
  return cause instanceof Error ? cause : new Error();
}

function refuse(config: KubeConfig, problem: string, options?: ErrorOptions): ApiError {
  return new ApiError('credentials', `cannot get credentials ${describeSource(config)}: ${problem}`, options);
}

/** `from the plugin aws`, `of user "admin"` */
export function describeSource(config: KubeConfig): string {
  const user = config.getCurrentUser();
  return isPlugin(config) ? `from the plugin ${user?.exec?.command}` : `of user "${user?.name}"`;
}

function isPlugin(config: KubeConfig): boolean {
  return config.getCurrentUser()?.exec != null;
}
