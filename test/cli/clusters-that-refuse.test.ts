import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createAuthority, needsOpenssl, readPair, type ValidTime } from '../support/fake-api-server/certificates.ts';
import { serve } from '../support/fake-api-server/reflect.ts';
import { runCli } from '../support/run-cli.ts';

const past: ValidTime = { from: '20200101000000Z', to: '20200201000000Z' };
const future: ValidTime = { from: '20900101000000Z', to: '20910101000000Z' };

const checkServer = 'check the server in the kubeconfig, or choose another context with --context';
const renew = 'renew the credentials that the kubeconfig names';
const correct = 'renew the certificate, or correct certificate-authority or tls-server-name in the kubeconfig';

interface Cluster {
  readonly server: string;
  readonly cluster?: object;
  readonly user?: object;
}

/** Where to report from, and what is wrong there and the remedy; `FOLDER` stands for the folder of the kubeconfig. */
type Case = readonly [make: (t: Test) => Promise<Cluster> | Cluster, problem: string, remedy: string];

/** The kubeconfig in JSON, which is YAML too. */
function kubeConfigOf({ server, cluster, user }: Cluster): string {
  return JSON.stringify({
    clusters: [{ name: 'test', cluster: { server, ...cluster } }],
    users: [{ name: 'tester', user: user ?? {} }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
    'current-context': 'test',
  });
}

function requireRefusals(cases: Readonly<Record<string, Case>>, options: { readonly skip?: string } = {}): void {
  for (const [name, [make, problem, remedy]] of Object.entries(cases)) {
    t.test(`${name}: one sentence says what is wrong and what to do`, options, async (t) => {
      const cluster = await make(t);
      const folder = t.testdir({ config: kubeConfigOf(cluster), garbage: 'garbage', empty: {} });

      const { code, output } = await runCli(['report', '--kubeconfig', join(folder, 'config')]);

      const sentence = `cannot read the cluster at ${cluster.server}: ${problem.replace('FOLDER', folder)}; ${remedy}`;
      t.equal(output, `error: ${sentence} [CLUSTER_UNREACHABLE]\n`);
      t.equal(code, 2);
    });
  }
}

/** A server whose certificate is valid in this time, or for a day. */
async function secure(t: Test, time?: ValidTime): Promise<Cluster> {
  const { caFile, issue } = createAuthority(t);
  const { url } = await serve(t, { tls: readPair(issue('server', time)) });
  return { server: url, cluster: { 'certificate-authority': caFile } };
}

/** As kube-apiserver does: it asks for a certificate, and answers 401 where that is not what it wants. */
async function refusing(t: Test, time: ValidTime | undefined, rejectUnauthorized: boolean): Promise<Cluster> {
  const { caFile, issue } = createAuthority(t);
  const tls = { ...readPair(issue('server')), ca: readFileSync(caFile), requestCert: true, rejectUnauthorized };
  const server = await serve(t, { tls });
  server.requireAuthorization('Bearer of somebody else');
  const { certFile, keyFile } = issue('operator', time);
  return {
    server: server.url,
    cluster: { 'certificate-authority': caFile },
    user: { 'client-certificate': certFile, 'client-key': keyFile },
  };
}

requireRefusals(
  {
    'a client certificate that has expired': [
      (t) => refusing(t, past, false),
      'the server does not accept the credentials of user "tester" (status 401); their client certificate expired on 2020-02-01 00:00 UTC',
      renew,
    ],
    'a client certificate that is not valid yet': [
      (t) => refusing(t, future, false),
      'the server does not accept the credentials of user "tester" (status 401); their client certificate is valid only from 2090-01-01 00:00 UTC on',
      renew,
    ],
    'a client certificate that is valid, and of nobody whom the server knows': [
      (t) => refusing(t, undefined, false),
      'the server does not accept the credentials of user "tester" (status 401)',
      renew,
    ],
    'a client certificate that has expired, where the server hangs up': [
      (t) => refusing(t, past, true),
      'the connection broke; the client certificate of user "tester" expired on 2020-02-01 00:00 UTC',
      renew,
    ],
    'a server certificate that has expired': [(t) => secure(t, past), "the server's certificate has expired", correct],
    'a server certificate that is not valid yet': [
      (t) => secure(t, future),
      "the server's certificate is not valid yet, or the clock is wrong",
      correct,
    ],
    'a server of another authority': [
      async (t) => ({ ...(await secure(t)), cluster: { 'certificate-authority': createAuthority(t).caFile } }),
      "the server's certificate is of an authority that is not trusted",
      correct,
    ],
    'an authority that has expired': [
      async (t) => {
        const { certFile } = createAuthority(t).issue('old authority', past);
        return { ...(await secure(t)), cluster: { 'certificate-authority': certFile } };
      },
      'the certificate of the authority expired on 2020-02-01 00:00 UTC',
      correct,
    ],
    'an authority that is no certificate': [
      async (t) => ({ ...(await secure(t)), cluster: { 'certificate-authority': 'garbage' } }),
      'certificate-authority holds no certificate',
      correct,
    ],
    'a server of another name': [
      async (t) => {
        const { server, ...rest } = await secure(t);
        return { server: server.replace('127.0.0.1', 'localhost'), ...rest };
      },
      "the server's certificate is not for localhost, but for IP Address:127.0.0.1",
      correct,
    ],
    'a client certificate that is none': [
      async (t) => ({ ...(await secure(t)), user: { 'client-certificate': 'garbage', 'client-key': 'garbage' } }),
      'the client certificate or its key cannot be used: no start line',
      renew,
    ],
    'a key of another certificate': [
      async (t) => {
        const { issue } = createAuthority(t);
        const user = { 'client-certificate': issue('one').certFile, 'client-key': issue('other').keyFile };
        return { ...(await secure(t)), user };
      },
      'the client certificate or its key cannot be used: key values mismatch',
      renew,
    ],
  },
  needsOpenssl,
);

/** A server of some other kind. */
async function web(t: Test, answer: RequestListener): Promise<Cluster> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { server: `http://127.0.0.1:${port}` };
}

/** A server that wants a token, and a user with a plugin. */
async function withPlugin(t: Test, script: string): Promise<Cluster> {
  const server = await serve(t);
  server.requireAuthorization('Bearer good');
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script] };
  return { server: server.url, user: { exec } };
}

const expired = JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token: 'old', expirationTimestamp: '2020-01-01T00:00:00Z' },
});
const noList = 'the answer is not a Kubernetes list, so this may not be the address of an API server';

requireRefusals({
  'a web page': [(t) => web(t, (_, response) => response.end('<html>log in</html>')), noList, checkServer],
  'JSON of something else': [(t) => web(t, (_, response) => response.end('{"ok":true}')), noList, checkServer],
  'a redirect to a login page': [
    (t) =>
      web(t, (_, response) => response.writeHead(302, { location: 'https://login.example.com/?state=secret' }).end()),
    'cannot list nodes: status 302, a redirect, as to a page where people log in',
    checkServer,
  ],
  'an API of something else': [
    (t) => web(t, (_, response) => response.writeHead(404).end('{"error":404,"message":"no such route"}')),
    'cannot list nodes: status 404, no such route, so this may not be the address of an API server',
    checkServer,
  ],
  'a web server that has no such page': [
    (t) => web(t, (_, response) => response.writeHead(404).end('<h1>Not found</h1>')),
    'cannot list nodes: status 404, so this may not be the address of an API server',
    checkServer,
  ],
  'http to a server of https': [
    (t) => web(t, (_, response) => response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n')),
    'cannot list nodes: status 400, Client sent an HTTP request to an HTTPS server.',
    checkServer,
  ],
  'https to a server of http': [
    async (t) => ({ server: (await serve(t)).url.replace('http:', 'https:') }),
    'the server does not speak TLS',
    checkServer,
  ],
  'a token file that is missing': [
    async (t) => ({ server: (await serve(t)).url, user: { tokenFile: 'gone' } }),
    'cannot get credentials of user "tester": cannot read FOLDER/gone: it does not exist',
    renew,
  ],
  'a token file that is a folder': [
    async (t) => ({ server: (await serve(t)).url, user: { tokenFile: 'empty' } }),
    'cannot get credentials of user "tester": a file that it names is a folder',
    renew,
  ],
  'no credentials where some are wanted': [
    async (t) => ({ ...(await withPlugin(t, '')), user: {} }),
    'the server does not accept a request without credentials (status 401)',
    renew,
  ],
  'a plugin that fails': [
    (t) => withPlugin(t, 'echo not logged in >&2; exit 1'),
    'cannot get credentials from the plugin sh: not logged in',
    renew,
  ],
  'a plugin that prints garbage': [
    (t) => withPlugin(t, 'echo garbage'),
    'cannot get credentials from the plugin sh: what it printed is not an ExecCredential',
    renew,
  ],
  'a plugin that prints a credential of the past': [
    (t) => withPlugin(t, `echo '${expired}'`),
    'the server does not accept the credentials from the plugin sh (status 401)',
    renew,
  ],
});
