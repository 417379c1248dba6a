import t from 'tap';
import { readHttpConfig } from '../../../src/adapters/prometheus/http-config.ts';

function read(text: string) {
  return readHttpConfig({ path: 'http.yml', text }, '/etc/plimsoll/http.yml');
}

function problemsOf(text: string): readonly string[] {
  const reading = read(text);
  return reading.ok ? [] : reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

t.test('everything that is taken is read, and files are beside the configuration', async (t) => {
  const text = `basic_auth:
  username: me
  password_file: secrets/password
tls_config:
  ca_file: /etc/ssl/ca.crt
  cert: CERT
  key_file: client.key
  server_name: prometheus.internal
  insecure_skip_verify: false
  min_version: TLS12
  max_version: TLS13
http_headers:
  X-Team: {values: [a, b], files: [team]}
proxy_url: http://proxy.example.com:3128
`;
  t.strictSame(read(text), {
    ok: true,
    config: {
      basicAuth: {
        username: { from: 'config', text: 'me' },
        password: { from: 'file', file: '/etc/plimsoll/secrets/password' },
      },
      authorization: undefined,
      headers: [
        { name: 'X-Team', value: { from: 'config', text: 'a' } },
        { name: 'X-Team', value: { from: 'config', text: 'b' } },
        { name: 'X-Team', value: { from: 'file', file: '/etc/plimsoll/team' } },
      ],
      tls: {
        ca: { from: 'file', file: '/etc/ssl/ca.crt' },
        cert: { from: 'config', text: 'CERT' },
        key: { from: 'file', file: '/etc/plimsoll/client.key' },
        serverName: 'prometheus.internal',
        insecureSkipVerify: false,
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
      },
      proxyUrl: 'http://proxy.example.com:3128',
    },
  });
});

for (const [text, problem] of [
  [
    'oauth2: {client_id: a}',
    '1:1 unknown key "oauth2"; known here: basic_auth, authorization, http_headers, tls_config, proxy_url',
  ],
  ['basic_auht: {}', '1:1 unknown key "basic_auht"; did you mean "basic_auth"?'],
  ['tls_config:\n  renegotiation: never', /^2:3 unknown key "renegotiation"/],
  ['basic_auth: {username: a, password: b, password_file: c}', /^1:13 give one of password and password_file/],
  ['basic_auth: {username: a}\nauthorization: {credentials: b}', /^2:16 give one of basic_auth and authorization/],
  ['authorization: {type: basic, credentials: b}', /write basic_auth/],
  ['authorization: {type: Bearer}', /give credentials or credentials_file/],
  ['tls_config: {cert_file: a}', /needs both/],
  ['tls_config: {min_version: TLS14}', /"TLS14" is not one of TLS10, TLS11, TLS12, TLS13/],
  ['http_headers: {Authorization: {values: [a]}}', /Authorization cannot be set here/],
  ['http_headers: {"a b": {values: [a]}}', /"a b" names no header/],
  ['http_headers: {X-A: a}', /takes a mapping/],
  ['proxy_url: socks5://a', /write an address/],
  ['basic_auth: [', /^1:/],
] as const) {
  t.test(`refused with its place: ${text.replace('\n', ' ')}`, async (t) => {
    t.match(problemsOf(text), [problem]);
  });
}
