import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { createPrometheusApi, type PrometheusApi } from '../../../src/adapters/prometheus/api.ts';
import type { HttpConfig } from '../../../src/adapters/prometheus/http-config.ts';
import { loadHttpConfig } from '../../../src/adapters/prometheus/load-http-config.ts';
import type { Sample } from '../../../src/core/series/query-answer.ts';
import { eventually } from '../../support/eventually.ts';
import { createAuthority, needsOpenssl, readPair } from '../../support/fake-api-server/certificates.ts';
import type { Teardown } from '../../support/fake-api-server/reflect.ts';
import { type FakePrometheus, type Fault, startFakePrometheus } from '../../support/fake-prometheus/fake-prometheus.ts';
import { aSeries, fakeNow } from '../../support/fake-prometheus/series.ts';

const { signal } = new AbortController();
const ups = [aSeries('up', { job: 'a' }), aSeries('up', { job: 'ü "\\' })];

interface Options {
  readonly url: string;
  readonly tenant?: string;
  readonly silence?: number;
  readonly config?: () => Promise<HttpConfig>;
}

function connect(t: Teardown, { url, tenant, silence = 3_000, config }: Options): PrometheusApi {
  const api = createPrometheusApi({ url, tenant, silence, config: config ?? (() => loadHttpConfig(undefined, '/')) });
  t.teardown(api.close);
  return api;
}

async function query(api: PrometheusApi, stop = signal, at?: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  await api.query({ expression: 'up', at, signal: stop, onSample: (sample) => samples.push(sample) });
  return samples;
}

/** A folder with a configuration, and a function that writes files beside it. */
function folderOf(t: Teardown, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { folder, write, config: () => loadHttpConfig('http.yml', folder) };
}

t.test('a query is asked by POST, for its moment, and its series come', async (t) => {
  const server = await startFakePrometheus(t, ups);
  const samples = await query(connect(t, server), signal, fakeNow - 60);

  t.strictSame(
    samples.map(({ labels, value, at }) => [labels['job'], value, at]),
    [
      ['a', 1, fakeNow - 60],
      ['ü "\\', 1, fakeNow - 60],
    ],
  );
  t.match(server.queries, [{ method: 'POST', path: '/api/v1/query', query: 'up', time: `${fakeNow - 60}` }]);
});

t.test('without a moment the server takes its own', async (t) => {
  const server = await startFakePrometheus(t, ups);
  t.equal((await query(connect(t, server)))[0]?.at, fakeNow);
});

t.test('a path prefix is kept, with or without a slash at its end', async (t) => {
  const server = await startFakePrometheus(t, ups, { prefix: '/select/0/prometheus' });
  t.equal((await query(connect(t, server))).length, 2);
  t.equal((await query(connect(t, { url: `${server.url}/` }))).length, 2);
});

t.test('where POST is not allowed, GET is used from then on', async (t) => {
  const server = await startFakePrometheus(t, ups);
  server.refuseMethod('POST');
  const api = connect(t, server);
  t.equal((await query(api)).length, 2);
  await query(api);
  t.strictSame(
    server.queries.map(({ method }) => method),
    ['POST', 'GET', 'GET'],
  );
});

t.test('a server that allows neither is refused', async (t) => {
  const server = await startFakePrometheus(t, ups);
  server.spoilAll({ kind: 'status', status: 405 });
  await t.rejects(query(connect(t, server)), { name: 'ApiError', reason: 'not_found' });
  t.equal(server.queries.length, 2);
});

t.test('the tenant is named', async (t) => {
  const server = await startFakePrometheus(t, ups);
  await query(connect(t, { url: server.url, tenant: 'team-a' }));
  t.equal(server.queries[0]?.headers['x-scope-orgid'], 'team-a');
});

const refusals: readonly (readonly [what: string, Fault, reason: string, message: RegExp])[] = [
  ['401', { kind: 'status', status: 401 }, 'unauthorized', /status 401/],
  ['403', { kind: 'status', status: 403, body: 'no way' }, 'forbidden', /status 403: no way/],
  [
    '404',
    { kind: 'status', status: 404, body: '<html>nothing</html>' },
    'not_found',
    /no \/api\/v1\/query \(status 404\)$/,
  ],
  [
    '400 with an explanation',
    { kind: 'status', status: 400, body: '{"status":"error","errorType":"bad_data","error":"too\\n long"}' },
    'rejected',
    /status 400: too long/,
  ],
  ['422', { kind: 'status', status: 422, body: '{"error":"too many samples"}' }, 'rejected', /422: too many samples/],
  [
    'a query that took too long',
    { kind: 'status', status: 503, body: '{"errorType":"timeout","error":"late"}' },
    'timeout',
    /late/,
  ],
  ['503', { kind: 'status', status: 503 }, 'server_error', /503/],
  ['504', { kind: 'status', status: 504 }, 'timeout', /504/],
  ['206', { kind: 'status', status: 206 }, 'partial', /in part/],
  [
    'a redirect to a login page',
    { kind: 'status', status: 302, headers: { location: 'https://login.example.com/' } },
    'malformed',
    /redirects to https:\/\/login\.example\.com\//,
  ],
  ['a web page', { kind: 'text', text: '<html>', contentType: 'text/html; charset=utf-8' }, 'malformed', /web page/],
  ['a web page that claims to be JSON', { kind: 'text', text: '<html>' }, 'malformed', /cannot be read/],
  [
    'the answer of another API',
    { kind: 'text', text: '{"kind":"Status"}' },
    'malformed',
    /not what Prometheus answers/,
  ],
  [
    'an error with status 200',
    { kind: 'text', text: '{"status":"error","error":"e"}' },
    'rejected',
    /refuses the query: e/,
  ],
  ['an answer whose connection breaks', { kind: 'torn' }, 'unreachable', /./],
  ['an answer that ends in the middle', { kind: 'cut' }, 'malformed', /ends in the middle/],
  ['a connection that breaks', { kind: 'reset' }, 'unreachable', /connection broke/],
  ['silence', { kind: 'silence' }, 'timeout', /not answer in time/],
  [
    'a warning, as of Thanos whose store is away',
    { kind: 'also', fields: { warnings: ['receive series from store-0: connection refused', 'another'] } },
    'partial',
    /in part: receive series from store-0: connection refused$/,
  ],
  ['isPartial, as of VictoriaMetrics', { kind: 'also', fields: { isPartial: true } }, 'partial', /storage nodes/],
];

for (const [what, fault, reason, message] of refusals) {
  t.test(`${what} is a failure: ${reason}`, async (t) => {
    const server = await startFakePrometheus(t, ups);
    server.spoil(fault);
    const api = connect(t, { url: server.url, silence: fault.kind === 'silence' ? 50 : 3_000 });

    await t.rejects(query(api), { name: 'ApiError', reason, message });
    t.equal((await query(api)).length, 2, 'and the next query is answered');
  });
}

t.test('isPartial: false and infos are no warning', async (t) => {
  const server = await startFakePrometheus(t, ups);
  server.spoil({ kind: 'also', fields: { isPartial: false, infos: ['PromQL info'], warnings: [] } });
  t.equal((await query(connect(t, server))).length, 2);
});

for (const [header, least, most] of [
  ['7', 7, 7],
  ['100000', 120, 120],
  [new Date(Date.now() + 3_600_000).toUTCString(), 120, 120],
  ['soon', undefined, undefined],
  ['Wed, 21 Oct 2015 07:28:00 GMT', undefined, undefined],
] as const) {
  t.test(`Retry-After: ${header} is read`, async (t) => {
    const server = await startFakePrometheus(t, ups);
    server.spoil({ kind: 'status', status: 429, headers: { 'retry-after': header } });
    const error = await query(connect(t, server)).catch((cause) => cause);
    t.equal(error.reason, 'throttled');
    if (least === undefined) t.equal(error.retryAfter, undefined);
    else t.ok(error.retryAfter >= least && error.retryAfter <= most);
  });
}

t.test('nothing listens', async (t) => {
  await t.rejects(query(connect(t, { url: 'http://127.0.0.1:1' })), {
    reason: 'unreachable',
    message: /connection refused/,
  });
});

t.test('a query ends as soon as it is told to', async (t) => {
  const server = await startFakePrometheus(t, ups);
  server.spoilAll({ kind: 'silence' });
  const api = connect(t, server);
  const stop = new AbortController();
  const running = query(api, stop.signal);
  await eventually('the query arrives', () => server.queries.length > 0);
  stop.abort();
  await t.rejects(running, { name: 'AbortError' });
  await api.close();
  await eventually('no connection is left', () => server.countSockets() === 0);
});

t.test('a large answer is read without being held', async (t) => {
  const many = Array.from({ length: 40_000 }, (_, index) =>
    aSeries('up', { job: `job-${index}`, filler: 'x'.repeat(100) }),
  );
  const server = await startFakePrometheus(t, many);
  let count = 0;
  await connect(t, server).query({
    expression: 'up',
    at: undefined,
    signal,
    onSample: () => {
      count += 1;
    },
  });
  t.equal(count, many.length);
});

t.test('a token file is read again before every query', async (t) => {
  const server = await startFakePrometheus(t, ups);
  server.requireAuthorization('Bearer second');
  const { write, config } = folderOf(t, { 'http.yml': 'authorization: {credentials_file: token}', token: 'first\n' });
  const api = connect(t, { url: server.url, config });

  await t.rejects(query(api), { name: 'ApiError', reason: 'unauthorized' });
  write('token', 'second\n');
  t.equal((await query(api)).length, 2);
});

for (const [what, text, expected] of [
  ['a user and a password', 'basic_auth: {username: a, password: "b:c"}', `Basic ${btoa('a:b:c')}`],
  [
    'a user and a password in files',
    'basic_auth: {username_file: token, password_file: token}',
    `Basic ${btoa('t:t')}`,
  ],
  ['another type of authorization', 'authorization: {type: Token, credentials: x}', 'Token x'],
] as const) {
  t.test(`${what} reach the server`, async (t) => {
    const server = await startFakePrometheus(t, ups);
    const { config } = folderOf(t, { 'http.yml': text, token: 't\n' });
    await query(connect(t, { url: server.url, config }));
    t.equal(server.queries[0]?.headers.authorization, expected);
  });
}

t.test('further headers reach the server', async (t) => {
  const server = await startFakePrometheus(t, ups);
  const text = 'http_headers: {X-A: {values: [one]}, X-B: {secrets: [two]}, X-C: {files: [token]}}';
  const { config } = folderOf(t, { 'http.yml': text, token: 'three\n' });
  await query(connect(t, { url: server.url, config }));
  t.match(server.queries[0]?.headers, { 'x-a': 'one', 'x-b': 'two', 'x-c': 'three' });
});

for (const [what, text, message] of [
  ['a token file that is gone', 'authorization: {credentials_file: gone}', /cannot read .*gone: it does not exist/],
  [
    'a token file with a certificate in it',
    'authorization: {credentials_file: pem}',
    /pem holds is no value of an HTTP header/,
  ],
  ['a configuration that was spoilt', 'nonsense: 1', /http\.yml:1:1 unknown key "nonsense"/],
] as const) {
  t.test(`${what} is a failure of the credentials`, async (t) => {
    const server = await startFakePrometheus(t, ups);
    const { config } = folderOf(t, { 'http.yml': text, pem: '-----BEGIN\nCERTIFICATE\n' });
    await t.rejects(query(connect(t, { url: server.url, config })), { reason: 'credentials', message });
    t.equal(server.queries.length, 0);
  });
}

t.test('a server is trusted by its authority, also when that is renewed', needsOpenssl, async (t) => {
  const [authority, stranger] = [createAuthority(t), createAuthority(t)];
  const server = await startFakePrometheus(t, ups, { tls: readPair(authority.issue('server')) });
  const text = (ca: string) => `tls_config: {ca_file: ${ca}}`;
  const { write, config } = folderOf(t, { 'http.yml': text(stranger.caFile) });
  const api = connect(t, { url: server.url, config });
  await t.rejects(query(api), { reason: 'untrusted', message: /certificate/ });
  write('http.yml', text(authority.caFile));
  t.equal((await query(api)).length, 2);
});

t.test('whoever says so trusts any server', needsOpenssl, async (t) => {
  const server = await startFakePrometheus(t, ups, { tls: readPair(createAuthority(t).issue('server')) });
  const { config } = folderOf(t, { 'http.yml': 'tls_config: {insecure_skip_verify: true, min_version: TLS12}' });
  t.equal((await query(connect(t, { url: server.url, config }))).length, 2);
});

t.test('a client certificate is shown', needsOpenssl, async (t) => {
  const authority = createAuthority(t);
  const ca = readPair({ certFile: authority.caFile, keyFile: authority.caFile }).cert;
  const tls = { ...readPair(authority.issue('server')), ca, requestCert: true, rejectUnauthorized: true };
  const server = await startFakePrometheus(t, ups, { tls });
  const { certFile, keyFile } = authority.issue('client');
  const withPair = `tls_config: {ca_file: ${authority.caFile}, cert_file: ${certFile}, key_file: ${keyFile}}`;
  const { write, config } = folderOf(t, { 'http.yml': `tls_config: {ca_file: ${authority.caFile}}` });
  const api = connect(t, { url: server.url, config });
  await t.rejects(query(api), { name: 'ApiError', reason: 'unreachable' });
  write('http.yml', withPair);
  t.equal((await query(api)).length, 2);
});

t.test('a server without TLS is told apart', async (t) => {
  const server: FakePrometheus = await startFakePrometheus(t, ups);
  const api = connect(t, { url: server.url.replace('http:', 'https:') });
  await t.rejects(query(api), { reason: 'unreachable', message: /does not speak TLS/ });
});
