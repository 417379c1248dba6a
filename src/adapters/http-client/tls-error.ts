import type { DiscoveryReason } from '../../app/discovery.ts';
import { shortenText } from '../../core/text/shorten-text.ts';

/** Errors of the system, of TLS and of the HTTP client all have a code. */
export interface CodedError extends Error {
  readonly code: string;
}

export interface TlsError {
  readonly reason: DiscoveryReason;
  readonly message: string;
}

/** What is wrong with a certificate, the server's or ours; `undefined` for an error of another kind. */
export function describeTlsError(error: CodedError): TlsError | undefined {
  const { code, message } = error;
  const distrust = distrusts[code];
  if (distrust !== undefined) return { reason: 'untrusted', message: distrust };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { reason: 'untrusted', message: describeOtherName(error) };
  const alert = /_ALERT_(?<alert>[A-Z_]+)$/.exec(code)?.groups?.['alert'];
  if (alert !== undefined) return describeAlert(alert.replaceAll('_', ' ').toLowerCase());
  if (code.startsWith('ERR_OSSL_')) {
    // `error:0480006C:PEM routines::no start line`
    const said = message.slice(message.lastIndexOf(':') + 1).trim();
    return { reason: 'credentials', message: `the client certificate or its key cannot be used: ${said}` };
  }
  return undefined;
}

const otherAuthority = "the server's certificate is of an authority that is not trusted";

/** By OpenSSL's name for it (openssl.org, X509_STORE_CTX_get_error). */
const distrusts: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet, or the clock is wrong",
  CERT_REVOKED: "the server's certificate was revoked",
  CERT_SIGNATURE_FAILURE: otherAuthority,
  CERT_UNTRUSTED: otherAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: otherAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: otherAuthority,
  UNABLE_TO_GET_ISSUER_CERT: otherAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: otherAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: otherAuthority,
};

/** What the server says before it hangs up (RFC 8446, 6.2). */
function describeAlert(said: string): TlsError {
  const isOfCertificate = /certificate|unknown ca|access denied/.test(said);
  return isOfCertificate
    ? { reason: 'unauthorized', message: `the server does not accept the client certificate: ${said}` }
    : { reason: 'unreachable', message: `the server refuses TLS: ${said}` };
}

interface OtherNameError extends CodedError {
  readonly host?: string;
  /** `DNS:kubernetes, IP Address:10.0.0.1` */
  readonly cert?: { readonly subjectaltname?: string };
}

function describeOtherName({ host, cert }: OtherNameError): string {
  const names = shortenText(cert?.subjectaltname ?? '', 200);
  return `the server's certificate is not for ${host ?? 'this name'}${names === '' ? '' : `, but for ${names}`}`;
}
