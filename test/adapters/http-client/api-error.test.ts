import t from 'tap';
import { errors } from 'undici';
import { ApiError, reasonOfStatus, toApiError } from '../../../src/adapters/http-client/api-error.ts';
import { type DiscoveryReason, discoveryReasons } from '../../../src/app/discovery.ts';

function withCode(code: string, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

const named: readonly (readonly [thrown: Error, reason: DiscoveryReason, message: string])[] = [
  [new ApiError('throttled', 'slow down'), 'throttled', 'slow down'],
  [new errors.HeadersTimeoutError(), 'timeout', 'the server did not answer in time'],
  [new errors.BodyTimeoutError(), 'timeout', 'the server did not answer in time'],
  [new errors.ConnectTimeoutError(), 'unreachable', 'no connection in time'],
  [new errors.SocketError('other side closed'), 'unreachable', 'the connection broke'],
  [withCode('ECONNRESET'), 'unreachable', 'the connection broke'],
  [withCode('ECONNREFUSED'), 'unreachable', 'connection refused'],
  [new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]), 'unreachable', 'connection refused'],
  [withCode('ENOTFOUND'), 'unreachable', 'its host name has no address'],
  [withCode('EAI_AGAIN'), 'unreachable', 'its host name has no address'],
  [withCode('EPROTO', 'wrong version number'), 'unreachable', 'the server does not speak TLS'],
  [withCode('CERT_HAS_EXPIRED'), 'untrusted', "the server's certificate has expired"],
  [
    withCode('SELF_SIGNED_CERT_IN_CHAIN'),
    'untrusted',
    "the server's certificate is of an authority that is not trusted",
  ],
  [
    Object.assign(withCode('ERR_TLS_CERT_ALTNAME_INVALID'), {
      host: 'api.example.com',
      cert: { subjectaltname: 'DNS:kubernetes, IP Address:10.0.0.1' },
    }),
    'untrusted',
    "the server's certificate is not for api.example.com, but for DNS:kubernetes, IP Address:10.0.0.1",
  ],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'untrusted', "the server's certificate is not for this name"],
  [
    withCode('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED', '40FD:error:0A000415:SSL routines:x:y:z:SSL alert number 45'),
    'unauthorized',
    'the server does not accept the client certificate: certificate expired',
  ],
  [
    withCode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    'unauthorized',
    'the server does not accept the client certificate: certificate required',
  ],
  [withCode('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'), 'unreachable', 'the server refuses TLS: handshake failure'],
  [
    withCode('ERR_OSSL_PEM_NO_START_LINE', 'error:0480006C:PEM routines::no start line'),
    'credentials',
    'the client certificate or its key cannot be used: no start line',
  ],
  [withCode('ERR_SSL_OTHER', 'some:\n  TLS words\n'), 'unreachable', 'some: TLS words'],
];

for (const [thrown, reason, message] of named) {
  t.test(`${thrown.name} with "${message}" is ${reason}`, async (t) => {
    t.match(toApiError(thrown), { name: 'ApiError', reason, message });
  });
}

t.test('the cause is kept', async (t) => {
  const cause = withCode('ECONNREFUSED');

  t.equal(toApiError(cause).cause, cause);
});

t.test('a mistake of ours is thrown on, and not blamed on the server', async (t) => {
  const mistake = new TypeError("Cannot read properties of undefined (reading 'metadata')");

  t.throws(() => toApiError(mistake), mistake);
});

for (const [status, reason] of [
  [302, 'malformed'],
  [400, 'malformed'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [410, 'expired'],
  [429, 'throttled'],
  [499, 'malformed'],
  [500, 'server_error'],
  [503, 'server_error'],
  [504, 'server_error'],
] as const) {
  t.test(`status ${status} is ${reason}`, async (t) => {
    t.equal(reasonOfStatus(status), reason);
    t.ok(discoveryReasons.includes(reason));
  });
}
