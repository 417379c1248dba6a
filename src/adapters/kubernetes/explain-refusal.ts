import { X509Certificate } from 'node:crypto';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApiError, toApiError } from '../http-client/api-error.ts';
import { type Credentials, describeSource } from './credentials.ts';
import { readExplanation } from './explanation.ts';

/** What was sent, and when, in milliseconds since 1970. */
interface Sent {
  readonly config: KubeConfig;
  readonly credentials: Credentials;
  readonly now: number;
}

/** The server answered 401. It does not say why, as a rule; a client certificate that is past its time tells by itself. */
export async function explainUnauthorized(
  body: AsyncIterable<Uint8Array>,
  { config, credentials: { headers, tls }, now }: Sent,
): Promise<ApiError> {
  const { said } = await readExplanation(body);
  const isAnonymous = Object.keys(headers).length === 0 && tls.cert === undefined;
  const refused = isAnonymous ? 'a request without credentials' : `the credentials ${describeSource(config)}`;
  const when = describeTime(tls.cert, now);
  const why = when === undefined ? '' : `; their client certificate ${when}`;
  const answer = said === '' || said === 'Unauthorized' ? 'status 401' : `status 401, ${said}`;
  return new ApiError('unauthorized', `the server does not accept ${refused} (${answer})${why}`);
}

/** There was no answer. Throws on what is no failure of a request. */
export function explainFailure(error: unknown, { config, credentials: { tls }, now }: Sent): ApiError {
  const failure = toApiError(error);
  if (failure.reason === 'untrusted') {
    const { ca } = tls;
    if (ca === undefined) return failure;
    if (!parse(ca)) return retold(failure, 'untrusted', 'certificate-authority holds no certificate');
    const when = describeTime(ca, now);
    return when === undefined ? failure : retold(failure, 'untrusted', `the certificate of the authority ${when}`);
  }
  // A server that verifies in TLS says why in an alert, or just hangs up.
  const isHungUp = failure.reason === 'unauthorized' || failure.message === 'the connection broke';
  const when = isHungUp ? describeTime(tls.cert, now) : undefined;
  if (when === undefined) return failure;
  return retold(
    failure,
    'unauthorized',
    `${failure.message}; the client certificate ${describeSource(config)} ${when}`,
  );
}

function retold({ cause }: ApiError, reason: 'untrusted' | 'unauthorized', message: string): ApiError {
  return new ApiError(reason, message, { cause });
}

type Pem = Credentials['tls']['ca'];

/** `expired on 2026-02-01 00:00 UTC`; `undefined` for a certificate that is valid now, or cannot be read. */
function describeTime(pem: Pem, now: number): string | undefined {
  const certificate = parse(pem);
  if (!certificate) return undefined;
  const { validFromDate: from, validToDate: to } = certificate;
  if (to.getTime() < now) return `expired on ${describeDate(to)}`;
  if (from.getTime() > now) return `is valid only from ${describeDate(from)} on`;
  return undefined;
}

/** The first of a chain, which is the one that the others vouch for. */
function parse(pem: Pem): X509Certificate | undefined {
  const [first] = Array.isArray(pem) ? pem : [pem];
  try {
    return first === undefined ? undefined : new X509Certificate(first);
  } catch {
    return undefined; // what cannot be read is said elsewhere
  }
}

function describeDate(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
