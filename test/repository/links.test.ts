import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';

const root = new URL('../..', import.meta.url).pathname;
const folders = ['', 'docs', 'docs/adr', 'charts/plimsoll', 'bench', 'catalog'];

/** Markdown pages that people read, from the root of the checkout. */
async function pages(): Promise<readonly string[]> {
  const all = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder)).catch(() => [])).map((name) => join(folder, name)),
    ),
  );
  return all.flat().filter((path) => path.endsWith('.md'));
}

t.test('every link between pages leads somewhere', async (t) => {
  for (const page of await pages()) {
    const text = await readFile(join(root, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)(?<target>[^)#\s]+)/g)) {
      await t.resolves(access(join(root, dirname(page), target)), `${page} → ${target}`);
    }
  }
});

t.test('every file that a page names in backticks is there', async (t) => {
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/catalog-format.md']) {
    const text = await readFile(join(root, page), 'utf8');
    for (const [, path = ''] of text.matchAll(
      /`((?:src|test|scripts|catalog|rules-templates|charts|docs|bin)\/[\w./-]+)`/g,
    )) {
      await t.resolves(access(join(root, path)), `${page} names ${path}`);
    }
  }
});
