import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { eventually } from '../support/eventually.ts';
import type { FakeApiServer } from '../support/fake-api-server/fake-api-server.ts';
import { aNode } from '../support/fake-api-server/objects.ts';
import { serve } from '../support/fake-api-server/reflect.ts';
import { runCli } from '../support/run-cli.ts';

interface Line {
  readonly level: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly reason?: string;
  readonly url?: string;
  readonly msg: string;
}

/** `plimsoll serve` of a cluster, until the test ends. */
async function runServe(t: Test, server: FakeApiServer, folder: string, options: readonly string[] = []) {
  const config = {
    clusters: [{ name: 'test', cluster: { server: server.url } }],
    users: [{ name: 'tester', user: { tokenFile: 'token' } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
    'current-context': 'test',
  };
  await writeFile(join(folder, 'config'), JSON.stringify(config));
  let output = '';
  const stop = new AbortController();
  const running = runCli(['serve', '--kubeconfig', join(folder, 'config'), '--listen', '127.0.0.1:0', ...options], {
    signal: stop.signal,
    onOutput(text) {
      output = text;
    },
  });
  t.teardown(() => {
    stop.abort();
    return running;
  });
  const lines = (): readonly Line[] => output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const url = await eventually('it listens', () => lines().find((line) => line.url)?.url);
  return {
    lines,
    async ready() {
      const response = await fetch(`${url}/-/ready`);
      return { status: response.status, text: await response.text() };
    },
    /** Failures of the nodes for this reason. */
    async failures(reason: string) {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`errors_total{resource="nodes",reason="${reason}"} (\\d+)`).exec(text)?.[1]);
    },
  };
}

interface Failing {
  readonly fail: (server: FakeApiServer, folder: string) => unknown;
  readonly mend: (server: FakeApiServer, folder: string) => unknown;
  readonly reason: string;
  readonly said: RegExp;
}

const failing: Readonly<Record<string, Failing>> = {
  'a server that is away': {
    fail: (server) => server.stop(),
    mend: (server) => server.start(),
    reason: 'unreachable',
    said: /^Not ready: the first discovery is not complete: .* and 3 more: connection refused\n$/,
  },
  'a web page in its place': {
    fail: (server) => server.faults.add({ kind: 'text', text: '<html>log in</html>' }),
    mend: (server) => server.faults.clear(),
    reason: 'malformed',
    said: /not complete: .* and 3 more: the answer is not a Kubernetes list, so this may not be/,
  },
  'a token file that is missing': {
    fail: (_, folder) => rm(join(folder, 'token')),
    mend: (_, folder) => writeFile(join(folder, 'token'), 'good'),
    reason: 'credentials',
    said: /not complete: .* and 3 more: cannot get credentials of user "tester": cannot read .*\/token: it does not exist\n$/,
  },
};

for (const [name, { fail, mend, reason, said }] of Object.entries(failing)) {
  t.test(`${name}: serve says why it is not ready, tries on, logs once, and recovers`, async (t) => {
    const folder = t.testdir({ token: 'good' });
    const server = await serve(t);
    server.store.put('nodes', aNode('node-1', 'v1.33.7+k3s1'));
    await fail(server, folder);
    const { lines, ready, failures } = await runServe(t, server, folder);

    await eventually('it was tried again and again', async () => (await failures(reason)) > 1, { limit: 20_000 });
    await eventually('all is tried', () => lines().filter(({ resource }) => resource !== undefined).length === 6);
    const { status, text } = await ready();
    t.equal(status, 503);
    t.match(text, said);

    await mend(server, folder);
    await eventually('it is ready', async () => (await ready()).status === 200, { limit: 30_000 });
    const changes = lines().flatMap(({ resource, namespace = '', msg }) =>
      resource === undefined ? [] : [`${msg.replace(/^(?!it fails no more).*/, 'fails')} ${resource} ${namespace}`],
    );
    t.equal(new Set(changes).size, changes.length, 'each change once');
    t.ok(changes.includes('fails nodes '));
    t.ok(changes.includes('it fails no more nodes '));
  });
}

t.test('a plugin that hangs does not keep a process that is told to stop', async (t) => {
  const folder = t.testdir({});
  const script = `touch ${folder}/begun; sleep 20; touch ${folder}/ended`;
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script] };
  const config = {
    clusters: [{ name: 'test', cluster: { server: 'http://127.0.0.1:1' } }],
    users: [{ name: 'tester', user: { exec } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
    'current-context': 'test',
  };
  await writeFile(join(folder, 'config'), JSON.stringify(config));
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const args = [main, 'serve', '--kubeconfig', join(folder, 'config'), '--listen', '127.0.0.1:0'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  await eventually('the plugin runs', () => existsSync(join(folder, 'begun')));

  child.kill('SIGTERM');

  t.equal(await exited, 0);
  t.notOk(existsSync(join(folder, 'ended')), 'it did not wait for the plugin');
});

t.test('limited to namespaces, it says so once', async (t) => {
  const server = await serve(t);
  const folder = t.testdir({ token: 'token' });
  const { lines, ready } = await runServe(t, server, folder, ['--namespaces', 'kube-system']);
  await eventually('it is ready', async () => (await ready()).status === 200);

  t.match(
    lines().filter(({ msg }) => msg.startsWith('not all namespaces are read')),
    [{ level: 'info', namespaces: 'kube-system' }],
  );
});
