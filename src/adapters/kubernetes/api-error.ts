import { errors } from 'undici';
import type { DiscoveryReason } from '../../app/discovery.ts';

/** The API server, or the way to it, failed in a way that has a name. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly reason: DiscoveryReason;
  /** Seconds that the server asked us to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    reason: DiscoveryReason,
    message: string,
    options?: ErrorOptions & { readonly retryAfter?: number | undefined },
  ) {
    super(message, options);
    this.reason = reason;
    this.retryAfter = options?.retryAfter;
  }
}

/** Names whatever a request threw. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new ApiError('timeout', 'the server did not answer in time', { cause: error });
  }
  return new ApiError('unreachable', describeConnectionError(error), { cause: error });
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
      return 'server_error';
  }
}

function describeConnectionError(error: unknown): string {
  // Happy Eyeballs fails with an AggregateError without a message of its own.
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
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
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
