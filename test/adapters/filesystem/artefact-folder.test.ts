import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { compareFolder, writeFolder } from '../../../src/adapters/filesystem/artefact-folder.ts';
import { generatedHeader } from '../../../src/core/rules/targets/generated-header.ts';

const artefacts = ['rules/a.yaml', 'rules/b.yaml', 'tests/a.yaml'].map((path) => ({
  path,
  text: `${generatedHeader}${path}\n`,
}));

async function write(folder: string, wanted = artefacts): Promise<void> {
  await writeFolder(folder, 'out', await compareFolder(folder, wanted));
}

t.test('what is written is what was wanted, and nothing else is left', async (t) => {
  const folder = join(t.testdir(), 'deep', 'out');
  await write(folder);
  for (const { path, text } of artefacts) t.equal(await readFile(join(folder, path), 'utf8'), text);
  t.same((await readdir(folder, { recursive: true })).sort(), [
    'rules',
    'rules/a.yaml',
    'rules/b.yaml',
    'tests',
    'tests/a.yaml',
  ]);
  t.same(await compareFolder(folder, artefacts), []);
});

t.test('a changed, a missing and a stale file are differences; foreign files are not', async (t) => {
  const folder = t.testdir();
  await write(folder);
  await writeFile(join(folder, 'rules/a.yaml'), 'changed\n');
  await writeFile(join(folder, 'rules/stale.yaml'), `${generatedHeader}old\n`);
  await writeFile(join(folder, 'rules/mine.yaml'), 'groups: []\n');
  const missing = [...artefacts, { path: 'rules/c.yaml', text: 'c\n' }];

  t.same(
    (await compareFolder(folder, missing)).map(({ path, found, wanted }) => [
      path,
      found !== undefined,
      wanted !== undefined,
    ]),
    [
      ['rules/a.yaml', true, true],
      ['rules/c.yaml', false, true],
      ['rules/stale.yaml', true, false],
    ],
  );
  await write(folder, missing);
  t.same((await readdir(join(folder, 'rules'))).sort(), ['a.yaml', 'b.yaml', 'c.yaml', 'mine.yaml']);
  t.equal(await readFile(join(folder, 'rules/mine.yaml'), 'utf8'), 'groups: []\n');
});

t.test('when one file cannot be written, none is', async (t) => {
  const folder = t.testdir({ tests: 'a file is in the way\n' });
  await t.rejects(write(folder), {
    name: 'UserError',
    code: 'OUTPUT_UNWRITABLE',
    message: /cannot write to out: .*; choose a folder/,
  });
  t.same(await readdir(join(folder, 'rules')), []);
  t.equal(await readFile(join(folder, 'tests'), 'utf8'), 'a file is in the way\n');
});
