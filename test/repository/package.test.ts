import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t from 'tap';

const root = new URL('../..', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

t.test('every dependency has a reason, and no reason is left over', async (t) => {
  t.same(Object.keys(manifest.dependenciesBecause).sort(), Object.keys(manifest.dependencies).sort());
});

t.test('versions are pinned', async (t) => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    t.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

t.test('the lock file names no registry', async (t) => {
  t.notMatch(readFileSync(`${root}package-lock.json`, 'utf8'), '"resolved": "http');
});

t.test('the installed command runs from its bundle', async (t) => {
  const { status, stdout } = spawnSync(process.execPath, [`${root}bin/plimsoll.js`, 'version'], { encoding: 'utf8' });
  t.equal(status, 0);
  t.equal(stdout, `plimsoll ${manifest.version} (node ${process.versions.node})\n`);
});

t.test('an old Node.js gets a sentence', async (t) => {
  // What the launcher reads of the process, as an old Node.js would have it.
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' }); await import('${root}bin/plimsoll.js');`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', pretend], { encoding: 'utf8' });
  t.equal(status, 2);
  t.equal(stderr, 'error: Plimsoll needs Node.js 22.19 or newer, and this is 20.11.0; install a newer one [USAGE]\n');
});
