import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../../app/user-error.ts';
import type { CatalogFile } from '../../core/catalog/parse-catalog.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { describeFileError } from './file-error.ts';

/** The YAML files of a catalog folder, ordered by path. `shownAs` is how problems name the folder. */
export async function readCatalogFolder(folder: string, shownAs: string): Promise<readonly CatalogFile[]> {
  const paths = await listYaml(folder, shownAs);
  if (paths.length === 0) {
    throw new UserError(
      'CATALOG_INVALID',
      `${shownAs} holds no catalog`,
      'put YAML files into its folders components/ and issues/',
    );
  }
  return Promise.all(
    paths.map(async (path) => ({
      path: join(shownAs, path),
      pathInCatalog: path.split(sep).join('/'),
      text: await readFile(join(folder, path), 'utf8'),
    })),
  );
}

async function listYaml(folder: string, shownAs: string): Promise<readonly string[]> {
  try {
    return (await walk(folder, '')).filter((path) => /\.ya?ml$/.test(path)).sort(compareText);
  } catch (error) {
    throw new UserError(
      'FILE_UNREADABLE',
      `cannot read the catalog folder ${shownAs}: ${describeFileError(error)}`,
      'name a folder that you may read',
      { cause: error },
    );
  }
}

/**
 * Paths of all files below `folder`, links followed.
 *
 * A mounted ConfigMap keeps its files in folders that begin with two dots and shows them through links; without these
 * folders each is found once.
 */
async function walk(folder: string, path: string): Promise<readonly string[]> {
  const names = (await readdir(join(folder, path))).filter((name) => !name.startsWith('..'));
  const found = names.map(async (name) => {
    const child = join(path, name);
    return (await stat(join(folder, child))).isDirectory() ? walk(folder, child) : [child];
  });
  return (await Promise.all(found)).flat();
}

/** A fingerprint of what the files say: the same on every machine, whatever the folder is called. */
export function digestOf(files: readonly CatalogFile[]): string {
  const hash = createHash('sha256');
  for (const { pathInCatalog, text } of files) hash.update(`${pathInCatalog}\0${text}\0`);
  return `sha256:${hash.digest('hex')}`;
}
