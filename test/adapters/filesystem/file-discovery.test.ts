import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { createFileDiscovery } from '../../../src/adapters/filesystem/file-discovery.ts';
import type { DiscoveryFailure } from '../../../src/app/discovery.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { aRawNode, aRawPod } from '../../support/builders.ts';
import { firstCasesCatalog } from '../../support/built-in.ts';
import { eventually } from '../../support/eventually.ts';

const catalog = await firstCasesCatalog();
const cluster = (version: string) =>
  JSON.stringify({ kind: 'List', items: [aRawNode(), aRawPod({ image: `calico/node:${version}` })] });

function discoveryOf(cwd: string, files: readonly string[], stdin = '') {
  return createFileDiscovery({
    files,
    cwd,
    stdin: async () => stdin,
    recogniser: createRecogniser(catalog.components),
    wanted: catalog.wantedFacts,
    pollInterval: 10,
    now: () => 42,
  });
}

function versions({ instances }: Inventory): readonly string[] {
  return instances.map(({ version }) => (version.ok ? version.version.text : '?'));
}

t.test('a file, and standard input, are read once', async (t) => {
  const cwd = t.testdir({ 'a.json': cluster('v3.27.3') });
  const { signal } = new AbortController();
  t.same(versions(await discoveryOf(cwd, ['a.json']).readOnce(signal)), ['v3.27.3']);
  t.same(versions(await discoveryOf(cwd, ['-'], cluster('v3.28.0')).readOnce(signal)), ['v3.28.0']);
});

t.test('an object that several files hold counts once, as the last file has it', async (t) => {
  const cwd = t.testdir({ 'a.json': cluster('v3.27.3'), 'b.json': cluster('v3.27.4') });
  const inventory = await discoveryOf(cwd, ['a.json', 'b.json']).readOnce(new AbortController().signal);
  t.same(versions(inventory), ['v3.27.4']);
  t.equal(inventory.nodes.length, 1);
});

t.test(
  'while it runs, a file that changes is read again, and one that is bad or gone keeps the last inventory',
  async (t) => {
    const cwd = t.testdir({ 'a.json': cluster('v3.27.3') });
    const file = join(cwd, 'a.json');
    const stop = new AbortController();
    const inventories: Inventory[] = [];
    const failures: DiscoveryFailure[] = [];
    const recovered: string[] = [];
    const confirmed: number[] = [];
    const discovery = discoveryOf(cwd, ['a.json']);
    const running = discovery.run(
      {
        onChange: (read) => inventories.push(finish(read())),
        onConfirmed: (at) => confirmed.push(at),
        onFailure: (failure) => failures.push(failure),
        onRecovery: ({ resource }) => recovered.push(resource),
      },
      stop.signal,
    );
    const lastVersion = () => inventories.at(-1) && versions(inventories.at(-1) as Inventory)[0];

    await eventually('the first inventory', () => lastVersion() === 'v3.27.3');
    await eventually('a confirmation', () => confirmed[0] === 42);
    t.equal(inventories.length, 1, 'an unchanged file is not read again');

    await writeFile(`${file}.new`, cluster('v3.27.4'));
    await rename(`${file}.new`, file);
    await eventually('the replaced file', () => lastVersion() === 'v3.27.4');

    await writeFile(file, '{"kind": "Li');
    await eventually('a failure', () => failures.some(({ reason }) => reason === 'malformed'));
    await rm(file);
    await eventually('another failure', () => failures.some(({ reason }) => reason === 'unreachable'));
    t.equal(lastVersion(), 'v3.27.4', 'the last inventory stands');
    const before = confirmed.length;
    await eventually('more failures', () => failures.length > 5);
    t.equal(confirmed.length, before, 'and is not confirmed');

    await writeFile(file, cluster('v3.28.1'));
    await eventually('the file that came back', () => lastVersion() === 'v3.28.1');
    t.same(recovered, ['file']);
    t.match(discovery.status(), [{ resource: 'file', kept: 2, objects: 6, unreadable: 0, lastProgress: 42 }]);
    stop.abort();
    await running;
  },
);
