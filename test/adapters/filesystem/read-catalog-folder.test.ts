import t from 'tap';
import { digestOf, readCatalogFolder } from '../../../src/adapters/filesystem/read-catalog-folder.ts';

t.test('YAML files come in order, with their place in the catalog; other files do not', async (t) => {
  const folder = t.testdir({ issues: { b: { 'B-1.yml': 'b' }, a: { 'A-1.yaml': 'a' } }, 'README.md': 'x' });
  t.same(await readCatalogFolder(folder, 'mine'), [
    { path: 'mine/issues/a/A-1.yaml', pathInCatalog: 'issues/a/A-1.yaml', text: 'a' },
    { path: 'mine/issues/b/B-1.yml', pathInCatalog: 'issues/b/B-1.yml', text: 'b' },
  ]);
});

t.test('a mounted ConfigMap is read once, through its links', async (t) => {
  const folder = t.testdir({
    '..2026_11_21': { issues: { 'A-1.yaml': 'a' } },
    '..data': t.fixture('symlink', '..2026_11_21'),
    issues: t.fixture('symlink', '..data/issues'),
  });
  t.same(
    (await readCatalogFolder(folder, 'mine')).map(({ path }) => path),
    ['mine/issues/A-1.yaml'],
  );
});

t.test('the digest follows what the files say, not where they are', async (t) => {
  const files = async (name: string, text: string) =>
    readCatalogFolder(`${t.testdir({ [name]: { issues: { 'A-1.yaml': text } } })}/${name}`, name);
  const digest = digestOf(await files('one', 'a'));
  t.match(digest, /^sha256:[0-9a-f]{64}$/);
  t.equal(digestOf(await files('two', 'a')), digest);
  t.not(digestOf(await files('one', 'b')), digest);
});
