import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import t, { type Test } from 'tap';
import { runCli } from '../support/run-cli.ts';

/** A port on loopback that is taken for as long as the test runs. */
async function takenPort(t: Test): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

for (const command of ['demo', 'serve --inventory demo/cluster.yaml']) {
  t.test(`${command}: a port in use is said in one sentence`, async (t) => {
    const port = await takenPort(t);
    const { code, stdout, stderr } = await runCli([...command.split(' '), '--listen', `127.0.0.1:${port}`]);
    t.equal(code, 2);
    t.equal(stdout, '');
    t.match(
      stderr,
      `error: cannot listen on 127.0.0.1:${port}: another program uses the port; choose another address with --listen [ADDRESS_UNUSABLE]\n`,
    );
  });
}

t.test('the demo serves what it shows, writes its rules, and stops when it is told to', async (t) => {
  const folder = t.testdir();
  const stop = new AbortController();
  let shown: (output: string) => void = () => undefined;
  const complete = new Promise<string>((resolve) => {
    shown = (output) => output.includes('Ctrl-C') && resolve(output);
  });
  const running = runCli(['demo', '--listen', '127.0.0.1:0', '--out', folder], {
    signal: stop.signal,
    onOutput: (output) => shown(output),
  });

  const output = await complete;
  const url = /Metrics {2}(?<url>http:\S+)/.exec(output)?.groups?.['url'] ?? '';
  const metrics = await (await fetch(url)).text();
  for (const issue of ['CALICO-8856', 'K3S-12127', 'K3S-13574', 'KARPENTER-7986', 'KUBESHARK-1544']) {
    t.match(output, issue);
    t.match(metrics, `issue="${issue}"`);
  }
  t.equal((await runCli(['generate', '--out', folder, '--check'])).code, 0, 'the rules are those of plimsoll generate');

  stop.abort();
  const { code, output: everything } = await running;
  t.equal(code, 0);
  t.match(everything, /Stopped\.\n$/);
});

t.test('what a catalog of your own replaces is in the log and in the metrics', async (t) => {
  const record = await readFile(new URL('../../catalog/issues/calico/CALICO-8856.yaml', import.meta.url), 'utf8');
  const cwd = t.testdir({
    mine: { issues: { calico: { 'CALICO-8856.yaml': record } } },
    'cluster.json': JSON.stringify({ kind: 'Node', metadata: { name: 'n' } }),
  });
  const serveAnd = async (options: readonly string[]) => {
    const stop = new AbortController();
    const args = ['serve', '--inventory', 'cluster.json', '--listen', '127.0.0.1:0', ...options];
    let metrics = '';
    const { output } = await runCli(args, {
      cwd,
      signal: stop.signal,
      onOutput(text) {
        const url = /"url":"(?<url>[^"]+)"/.exec(text)?.groups?.['url'];
        if (url === undefined || metrics !== '') return;
        metrics = 'asked for';
        void fetch(`${url}/metrics`)
          .then((response) => response.text())
          .then((body) => {
            metrics = body;
            stop.abort();
          });
      },
    });
    return { output, info: metrics.split('\n').find((line) => line.startsWith('plimsoll_catalog_info{')) };
  };

  const mine = await serveAnd(['--catalog', 'mine']);
  t.match(
    mine.output,
    /"id":"CALICO-8856","replaced":"[^"]*CALICO-8856.yaml","by":"mine\/issues\/calico\/CALICO-8856.yaml"/,
  );
  t.match(mine.info, /built_in="true",overridden="CALICO-8856"/);
  t.match((await serveAnd([])).info, /built_in="true",overridden=""/);
});

t.test('a report reads standard input', async (t) => {
  const node = { kind: 'Node', metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: 'v1.31.8+k3s1' } } };
  const { code, stdout } = await runCli(['report', '--inventory', '-'], { stdin: JSON.stringify(node) });
  t.equal(code, 0);
  t.match(stdout, /k3s-agent +v1\.31\.8\+k3s1 +1/);
});

t.test('the version is that of the package', async (t) => {
  t.same(await runCli(['version']), {
    code: 0,
    output: 'plimsoll 0.0.0-test (node 24.0.0)\n',
    stdout: 'plimsoll 0.0.0-test (node 24.0.0)\n',
    stderr: '',
  });
});

t.test('help goes to stdout and is no failure', async (t) => {
  const { code, stdout, stderr } = await runCli(['generate', '--help']);
  t.equal(code, 0);
  t.match(stdout, 'Usage: plimsoll generate');
  t.equal(stderr, '');
});

t.test('a reader that has seen enough may close the pipe', async (t) => {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'catalog', 'export'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on('close', resolve));
  t.equal(complaint, '');
  t.equal(code, 0);
});
