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
