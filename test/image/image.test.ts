import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { buildImage } from './build-image.ts';

// Outside of the checkout, whose node_modules would be found from any folder inside.
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-image-'));
t.teardown(() => rm(folder, { recursive: true }));
const image = await buildImage(folder);

/** Starts the entry point as a container does, with files where the image has them. */
function start(args: readonly string[]): ChildProcess {
  const [program, script] = image.entryPoint;
  if (program !== 'node' || script === undefined) throw new Error(`cannot start ${program}`);
  return spawn(process.execPath, [join(image.root, script), ...args], {
    cwd: join(image.root, image.workingFolder),
    env: { PATH: process.env['PATH'] },
  });
}

t.test('the image holds the program and what it reads, and no packages', async (t) => {
  const names = await readdir(join(image.root, image.workingFolder));
  t.same(names.sort(), ['LICENSE', 'bin', 'catalog', 'demo', 'dist', 'package.json', 'rules-templates']);
});

t.test('version says the version of package.json', async (t) => {
  const { version } = JSON.parse(await readFile(join(image.root, image.workingFolder, 'package.json'), 'utf8'));
  t.match(await text(start(['version']).stdout!), `plimsoll ${version} `);
});

t.test('serve with the demo is ready, shows what is exposed, and stops when told', async (t) => {
  const child = start([...image.command, '--inventory', 'demo/cluster.yaml', '--listen', '127.0.0.1:0']);
  const ended = once(child, 'exit');
  t.teardown(() => child.kill('SIGKILL'));
  const url = await listeningUrl(child);
  t.equal((await fetch(`${url}/-/ready`)).status, 200);
  const exposition = await (await fetch(`${url}/metrics`)).text();
  t.match(exposition, /^plimsoll_known_issue\{.*exposure="exposed"\} 1$/m);
  t.match(exposition, /^plimsoll_build_info\{/m);
  child.kill('SIGTERM');
  t.same(await ended, [0, null]);
});

t.test('generate finds the templates', async (t) => {
  const child = start(['generate', '--out', join(folder, 'rules')]);
  t.same(await once(child, 'exit'), [0, null]);
  t.not((await readdir(join(folder, 'rules', 'prometheusrules'))).length, 0);
});

t.test('without a cluster the default command says what to do, and exits 2', async (t) => {
  const child = start(image.command);
  const [said, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  t.equal(code, 2);
  t.match(said, 'KUBECONFIG');
});

function listeningUrl(child: ChildProcess): Promise<string> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', (chunk) => {
      log += chunk;
      const url = /"url":"([^"]+)"/.exec(log)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.on('exit', () => reject(new Error(log)));
  });
}
