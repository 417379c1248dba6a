import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { dump } from 'js-yaml';
import t from 'tap';
import { createKubernetesApi } from '../../../src/adapters/kubernetes/api.ts';
import { type KubeConfigChoice, loadKubeConfig } from '../../../src/adapters/kubernetes/kube-config.ts';
import { UserError } from '../../../src/app/user-error.ts';
import { createAuthority, needsOpenssl, readPair } from '../../support/fake-api-server/certificates.ts';
import type { FakeApiServer } from '../../support/fake-api-server/fake-api-server.ts';
import { serve, type Teardown } from '../../support/fake-api-server/reflect.ts';
import type { RecordedRequest } from '../../support/fake-api-server/requests.ts';

interface Names {
  readonly clusters?: Readonly<Record<string, object>>;
  readonly users?: Readonly<Record<string, object>>;
  readonly contexts?: Readonly<Record<string, object>>;
  readonly current?: string;
}

/** The text of a kubeconfig. */
function aKubeConfig({ clusters = {}, users = {}, contexts = {}, current }: Names): string {
  const named = (kind: string, entries: Readonly<Record<string, object>>) =>
    Object.entries(entries).map(([name, entry]) => ({ name, [kind]: entry }));
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', clusters),
    users: named('user', users),
    contexts: named('context', contexts),
    ...(current === undefined ? {} : { 'current-context': current }),
  });
}

const complete: Names = {
  clusters: { kind: { server: 'https://127.0.0.1:6443' } },
  users: { admin: { token: 'secret' } },
  contexts: { home: { cluster: 'kind', user: 'admin' }, work: { cluster: 'kind', user: 'admin' } },
  current: 'home',
};

function choose(choice: Partial<KubeConfigChoice>): KubeConfigChoice {
  return { file: undefined, context: undefined, env: {}, ...choice };
}

interface Refusal {
  /** Content of the file `config`; `undefined` when there is none. */
  readonly content?: string;
  readonly context?: string;
  /** `FOLDER` stands for the folder of the file. */
  readonly message: string;
}

const refusals: Readonly<Record<string, Refusal>> = {
  'a file that is missing': {
    message: 'cannot read the kubeconfig FOLDER/config: it does not exist; name a file that you may read',
  },
  'a file that is not YAML': {
    content: 'clusters: [',
    message: 'FOLDER/config is not a kubeconfig: ',
  },
  'an empty file': {
    content: '',
    message: 'the kubeconfig FOLDER/config has no current context; it has no context at all, so name another file',
  },
  'a file that holds something else': {
    content: 'hello',
    message: 'the kubeconfig FOLDER/config has no current context; it has no context at all, so name another file',
  },
  'a cluster without a server': {
    content: aKubeConfig({ ...complete, clusters: { kind: {} } }),
    message: 'FOLDER/config is not a kubeconfig: clusters[0].cluster.server is missing',
  },
  'bytes that are no text': {
    content: '\u0000\u0001',
    message: 'FOLDER/config is not a kubeconfig: null byte is not allowed in input',
  },
  'a server that is a number': {
    content: aKubeConfig({ ...complete, clusters: { kind: { server: 6443 } } }),
    message: 'FOLDER/config is not a kubeconfig: one of its fields is of another type; kubectl config view',
  },
  'a server without a scheme': {
    content: aKubeConfig({ ...complete, clusters: { kind: { server: '127.0.0.1:6443' } } }),
    message:
      'the cluster "kind" of the kubeconfig FOLDER/config has the server "127.0.0.1:6443", which is no address; write https://HOST:6443',
  },
  'a server of another scheme': {
    content: aKubeConfig({ ...complete, clusters: { kind: { server: 'ftp://127.0.0.1' } } }),
    message: 'the cluster "kind" of the kubeconfig FOLDER/config has the server "ftp://127.0.0.1", which is no address',
  },
  'no current context': {
    content: aKubeConfig({ ...complete, current: '' }),
    message: 'the kubeconfig FOLDER/config has no current context; choose one with --context: home, work',
  },
  'no context at all': {
    content: aKubeConfig({}),
    message: 'the kubeconfig FOLDER/config has no current context; it has no context at all, so name another file',
  },
  'an unknown context': {
    content: aKubeConfig(complete),
    context: 'wrok',
    message: 'the kubeconfig FOLDER/config has no context "wrok"; it has home, work',
  },
  'a current context that is unknown': {
    content: aKubeConfig({ ...complete, current: 'gone' }),
    message: 'the kubeconfig FOLDER/config has no context "gone"; it has home, work',
  },
  'a context to a cluster that is missing': {
    content: aKubeConfig({ ...complete, clusters: {} }),
    message:
      'context "home" points to the cluster "kind", which the kubeconfig FOLDER/config does not describe; add it under clusters, or choose another context with --context',
  },
  'a context of a user that is missing': {
    content: aKubeConfig({ ...complete, users: {} }),
    message:
      'context "home" points to the user "admin", which the kubeconfig FOLDER/config does not describe; add it under users, or choose another context with --context',
  },
};

for (const [name, { content, context, message }] of Object.entries(refusals)) {
  t.test(`${name} is refused in one sentence`, async (t) => {
    const folder = t.testdir(content === undefined ? {} : { config: content });

    const error: unknown = await loadKubeConfig(choose({ file: join(folder, 'config'), context })).catch(
      (thrown: unknown) => thrown,
    );

    t.type(error, UserError);
    const said = (error as UserError).message;
    t.equal((error as UserError).code, 'KUBECONFIG_INVALID');
    t.ok(said.startsWith(message.replace('FOLDER', folder)), said);
    t.match(said, /^[^\n]+; [^\n]+$/);
  });
}

t.test('a folder is refused in one sentence', async (t) => {
  const folder = t.testdir({ config: {} });

  await t.rejects(loadKubeConfig(choose({ file: join(folder, 'config') })), {
    name: 'UserError',
    message: `cannot read the kubeconfig ${folder}/config: it is a folder; name a file that you may read`,
  });
});

t.test('where there is no kubeconfig, every place that was looked at is named', async (t) => {
  const home = t.testdir({});

  await t.rejects(loadKubeConfig(choose({ env: { HOME: home } })), {
    name: 'UserError',
    message: `there is no kubeconfig: KUBECONFIG is not set, ${home}/.kube/config does not exist, and this is not a pod; name one with --kubeconfig, or read a file with --inventory`,
  });
});

t.test('a file that is named goes before KUBECONFIG, and KUBECONFIG before the home folder', async (t) => {
  const one = (server: string) => aKubeConfig({ ...complete, clusters: { kind: { server } } });
  const folder = t.testdir({
    flag: one('https://flag'),
    env: one('https://env'),
    '.kube': { config: one('https://home') },
  });
  const serverOf = async (choice: Partial<KubeConfigChoice>) =>
    (await loadKubeConfig(choose(choice))).getCurrentCluster()?.server;
  const env = { HOME: folder, KUBECONFIG: join(folder, 'env') };

  t.equal(await serverOf({ file: join(folder, 'flag'), env }), 'https://flag');
  t.equal(await serverOf({ env }), 'https://env');
  t.equal(await serverOf({ env: { HOME: folder } }), 'https://home');
  t.equal(await serverOf({ env: { HOME: folder, KUBECONFIG: '' } }), 'https://home');
});

t.test('the context that is named goes before the current one', async (t) => {
  const folder = t.testdir({ config: aKubeConfig(complete) });

  const config = await loadKubeConfig(choose({ file: join(folder, 'config'), context: 'work' }));

  t.equal(config.getCurrentContext(), 'work');
});

t.test('of several files the first to name something wins, and the rest is merged', async (t) => {
  const folder = t.testdir({
    first: aKubeConfig({ clusters: { kind: { server: 'https://first' } }, users: { admin: { token: 'first' } } }),
    second: aKubeConfig({
      ...complete,
      clusters: { kind: { server: 'https://second' }, other: { server: 'https://other' } },
      contexts: { ...complete.contexts, elsewhere: { cluster: 'other', user: 'admin' } },
    }),
  });
  const KUBECONFIG = ['first', 'second'].map((name) => join(folder, name)).join(delimiter);

  const config = await loadKubeConfig(choose({ env: { KUBECONFIG } }));
  t.equal(config.getCurrentContext(), 'home');
  t.equal(config.getCurrentCluster()?.server, 'https://first');
  t.equal(config.getCurrentUser()?.token, 'first');

  const elsewhere = await loadKubeConfig(choose({ env: { KUBECONFIG }, context: 'elsewhere' }));
  t.equal(elsewhere.getCurrentCluster()?.server, 'https://other');
});

t.test('of several files in KUBECONFIG those that are missing are passed over, as kubectl does', async (t) => {
  const folder = t.testdir({ config: aKubeConfig(complete) });
  const env = { KUBECONFIG: [join(folder, 'gone'), join(folder, 'config')].join(delimiter) };

  t.equal((await loadKubeConfig(choose({ env }))).getCurrentContext(), 'home');

  await t.rejects(loadKubeConfig(choose({ env: { KUBECONFIG: join(folder, 'gone') } })), {
    message: `cannot read the kubeconfig ${folder}/gone: it does not exist; name a file that you may read`,
  });
});

/** Asks the server through a kubeconfig with this cluster and user, and gives what reached it. */
async function ask(t: Tap, server: FakeApiServer, cluster: object, user?: object): Promise<RecordedRequest> {
  const names = {
    clusters: { test: { server: server.url, ...cluster } },
    users: user ? { tester: user } : {},
    contexts: { test: { cluster: 'test', ...(user ? { user: 'tester' } : {}) } },
    current: 'test',
  };
  const folder = t.testdir({ config: aKubeConfig(names), token: 'from-a-file\n' });
  const api = createKubernetesApi(await loadKubeConfig(choose({ file: join(folder, 'config') })));
  t.teardown(api.close);
  const { signal } = new AbortController();
  const { body } = await api.get({
    path: '/api/v1/nodes',
    accept: 'application/json',
    gzip: true,
    patience: 3_000,
    silence: 3_000,
    onBytes: () => undefined,
    signal,
  });
  await textOf(body);
  return server.requests[0]!;
}

interface Tap extends Teardown {
  readonly testdir: (content: Readonly<Record<string, string>>) => string;
}

const users: readonly (readonly [string, object | undefined, header: string | undefined])[] = [
  ['a token', { token: 'secret' }, 'Bearer secret'],
  ['a token in a file beside the kubeconfig', { tokenFile: 'token' }, 'Bearer from-a-file'],
  ['a token in a file, which goes before another,', { tokenFile: 'token', token: 'x' }, 'Bearer from-a-file'],
  ['a user name and password', { username: 'me', password: 'söcret' }, `Basic ${btoa('me:s\u00c3\u00b6cret')}`],
  ['a user without credentials', {}, undefined],
  ['no user at all', undefined, undefined],
];

for (const [name, user, header] of users) {
  t.test(`${name} reaches a server over http`, async (t) => {
    const { authorization } = await ask(t, await serve(t), {}, user);

    t.equal(authorization, header);
  });

  t.test(`${name} reaches a server over https`, needsOpenssl, async (t) => {
    const { caFile, issue } = createAuthority(t);
    const server = await serve(t, { tls: readPair(issue('server')) });

    const { authorization } = await ask(t, server, { 'certificate-authority': caFile }, user);

    t.equal(authorization, header);
  });
}

for (const kind of ['file', 'data'] as const) {
  t.test(`a client certificate as ${kind} reaches the server`, needsOpenssl, async (t) => {
    const { caFile, issue } = createAuthority(t);
    const server = await serve(t, {
      tls: { ...readPair(issue('server')), ca: readFileSync(caFile), requestCert: true },
    });
    const { certFile, keyFile } = issue('operator');
    const base64 = (file: string) => readFileSync(file).toString('base64');

    const { certificateName } =
      kind === 'file'
        ? await ask(
            t,
            server,
            { 'certificate-authority': caFile },
            { 'client-certificate': certFile, 'client-key': keyFile },
          )
        : await ask(
            t,
            server,
            { 'certificate-authority-data': base64(caFile) },
            { 'client-certificate-data': base64(certFile), 'client-key-data': base64(keyFile) },
          );

    t.equal(certificateName, 'operator');
  });
}

t.test('TLS is not verified where the kubeconfig says so', needsOpenssl, async (t) => {
  const server = await serve(t, { tls: readPair(createAuthority(t).issue('server')) });

  await t.resolves(ask(t, server, { 'insecure-skip-tls-verify': true }, { token: 'secret' }));
  await t.rejects(ask(t, server, {}, { token: 'secret' }));
});
