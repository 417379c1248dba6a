import type { ServerResponse } from 'node:http';
import { collections, type Place } from './collections.ts';

/** How the API server says that it did not do what was asked. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string | undefined;
  readonly details?: StatusDetails;
  readonly code: number;
}

interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

export function statusOf(code: number, message: string, details?: StatusDetails, token?: string): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: token === undefined ? {} : { continue: token },
    status: 'Failure',
    message,
    reason: reasons[code],
    ...(details ? { details } : {}),
    code,
  };
}

export function isStatus(value: object): value is Status {
  return 'kind' in value && value.kind === 'Status';
}

/** storage.NewTooLargeResourceVersionError; from the watch cache it asks to be asked again in a second. */
export function tooLargeResourceVersion(wanted: number, current: number): Status {
  return statusOf(504, `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** responsewriters.ForbiddenMessage: without a reason where RBAC has none, which is when no rule fits. */
export function forbidden(user: string, verb: string, { collection, namespace }: Place, name?: string): Status {
  const { group } = collections[collection];
  const resource = group === '' ? collection : `${collection}.${group}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const asked = `User "${user}" cannot ${verb} resource "${collection}" in API group "${group}" ${scope}`;
  return statusOf(403, `${resource}${name === undefined ? '' : ` "${name}"`} is forbidden: ${asked}`, {
    ...(name === undefined ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: collection,
  });
}

/** Answers with a Status, and says in a header as well when to ask again (responsewriters.ErrorNegotiated). */
export function sendStatus(response: ServerResponse, status: Status): void {
  const retryAfter = status.details?.retryAfterSeconds;
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.writeHead(status.code, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(status)}\n`);
}

/** http.Error of Go: what the server answers where no API object is at hand. */
export function sendText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  response.end(`${text}\n`);
}
