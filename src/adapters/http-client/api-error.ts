import { errors } from 'undici';
import type { DiscoveryReason } from '../../app/discovery.ts';
import { oneLine } from '../../core/text/one-line.ts';
import { type CodedError, describeTlsError } from './tls-error.ts';

/** The API server, or the way to it, failed in a way that has a name. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly reason: DiscoveryReason;
  /** Seconds that the server asked us to wait. */
  readonly retryAfter: number | undefined;
  /** Where a list that expired midway may go on, if it need not be of one moment. */
  readonly continueToken: string | undefined;

  constructor(
    reason: DiscoveryReason,
    message: string,
    { retryAfter, continueToken, ...options }: ApiErrorOptions = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.continueToken = continueToken;
  }
}

interface ApiErrorOptions extends ErrorOptions {
  readonly retryAfter?: number | undefined;
  readonly continueToken?: string | undefined;
}

/** Names what a request failed with. Throws what is no failure of a request: a mistake of ours is not an unreachable server. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // The one failure of the HTTP client that may have no code: a connection that ends inside an answer is among its causes.
  if (error instanceof errors.HTTPParserError) {
    return new ApiError('unreachable', 'the answer broke off or is no HTTP', { cause: error });
  }
  const cause = causeOf(error);
  if (cause === undefined) throw error;
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new ApiError('timeout', 'the server did not answer in time', { cause: error });
  }
  if (cause.code.startsWith('Z_')) {
    return new ApiError('malformed', 'the compressed answer is damaged', { cause: error });
  }
  const tls = describeTlsError(cause);
  if (tls) return new ApiError(tls.reason, tls.message, { cause: error });
  return new ApiError('unreachable', describeConnectionError(cause), { cause: error });
}

export function reasonOfStatus(status: number): DiscoveryReason {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 410:
      return 'expired';
    case 429:
      return 'throttled';
    default:
      // A redirect to a login page, or "HTTP request to an HTTPS server": no API server speaks so to a sound request.
      return status < 500 ? 'malformed' : 'server_error';
  }
}

/** Errors of the system, of TLS and of the HTTP client all have a code. */
function causeOf(error: unknown): CodedError | undefined {
  // Happy Eyeballs fails with an AggregateError without a message of its own.
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? (cause as CodedError)
    : undefined;
}

function describeConnectionError({ code, message }: CodedError): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host name has no address';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'the connection broke';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'no connection in time';
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'the server does not speak TLS';
    default:
      return oneLine(message);
  }
}
