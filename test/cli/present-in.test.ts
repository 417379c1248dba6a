import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { runCli } from '../support/run-cli.ts';

t.test('rules for what an exporter shows are those for the inventory that it reads', async (t) => {
  const folder = t.testdir();
  const stop = new AbortController();
  let listening: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const serving = runCli(['serve', '--inventory', 'demo/cluster.yaml', '--listen', '127.0.0.1:0'], {
    signal: stop.signal,
    onOutput(output) {
      const address = /"url":"(?<url>[^"]+)"/.exec(output)?.groups?.['url'];
      if (address !== undefined) listening(address);
    },
  });

  const out = join(folder, 'rules');
  const generate = (...args: readonly string[]) => runCli(['generate', '--out', out, ...args]);
  const { code } = await generate('--present-in', await url);
  t.equal(code, 0);
  const elsewhere = await generate('--present-in', `${await url}/nowhere`);
  stop.abort();
  await serving;

  const files = await readdir(join(out, 'rules'));
  t.ok(files.includes('known-issues-calico.yaml'), 'which runs there');
  t.ok(files.includes('known-issues-k3s.yaml'), 'which runs there, on nodes');
  t.notOk(files.includes('known-issues-traefik.yaml'), 'which does not');
  t.equal((await generate('--check', '--present-in', 'demo/cluster.yaml')).code, 0);
  t.match(elsewhere, { code: 2, stderr: /it answers 404; name the exporter's \/metrics/ });
});
