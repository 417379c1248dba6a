import { join, relative, resolve } from 'node:path';
import { digestOf, readCatalogFolder } from '../adapters/filesystem/read-catalog-folder.ts';
import { type LoadedCatalog, loadCatalog } from '../app/load-catalog.ts';
import { UserError } from '../app/user-error.ts';
import { formatProblem } from '../core/text/problem.ts';
import type { CommandIo } from './command-io.ts';

export interface ReadCatalogs extends LoadedCatalog {
  readonly digest: string;
}

/** The built-in catalog and the user's folders, problems included. */
export async function readCatalogs(folders: readonly string[], io: CommandIo): Promise<ReadCatalogs> {
  const builtIn = join(io.packageFolder, 'catalog');
  const files = await Promise.all([
    readCatalogFolder(builtIn, relative(io.cwd, builtIn)),
    ...folders.map((folder) => readCatalogFolder(resolve(io.cwd, folder), folder)),
  ]);
  return { ...loadCatalog(files), digest: digestOf(files.flat()) };
}

/** The same for commands that need a catalog without problems. */
export async function requireCatalogs(folders: readonly string[] | undefined, io: CommandIo): Promise<ReadCatalogs> {
  const read = await readCatalogs(folders ?? [], io);
  const [first, ...others] = read.problems;
  if (!first) return read;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new UserError('CATALOG_INVALID', `${formatProblem(first)}${more}`, 'plimsoll catalog lint shows them all');
}
