import { join, relative, resolve } from 'node:path';
import { digestOf, readCatalogFolder } from '../adapters/filesystem/read-catalog-folder.ts';
import { type LoadedCatalog, loadCatalog } from '../app/load-catalog.ts';
import { UserError } from '../app/user-error.ts';
import { formatProblem } from '../core/text/problem.ts';
import type { CommandIo } from './command-io.ts';
import type { CatalogOptions } from './options.ts';

export interface ReadCatalogs extends LoadedCatalog {
  readonly digest: string;
  /** Whether the built-in catalog is part of it. */
  readonly builtIn: boolean;
}

/** The built-in catalog, unless it is switched off, and the user's folders, problems included. */
export async function readCatalogs(options: CatalogOptions, io: CommandIo): Promise<ReadCatalogs> {
  const { catalog: folders = [], builtInCatalog: builtIn = true } = options;
  if (!builtIn && folders.length === 0) {
    throw new UserError(
      'USAGE',
      'without the built-in catalog there is none left',
      'name a catalog of your own, or leave --no-built-in-catalog out',
    );
  }
  const builtInFolder = join(io.packageFolder, 'catalog');
  const files = await Promise.all([
    ...(builtIn ? [readCatalogFolder(builtInFolder, relative(io.cwd, builtInFolder))] : []),
    ...folders.map((folder) => readCatalogFolder(resolve(io.cwd, folder), folder)),
  ]);
  return { ...loadCatalog(files), digest: digestOf(files.flat()), builtIn };
}

/** The same for commands that need a catalog without problems. */
export async function requireCatalogs(options: CatalogOptions, io: CommandIo): Promise<ReadCatalogs> {
  const read = await readCatalogs(options, io);
  const [first, ...others] = read.problems;
  if (!first) return read;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new UserError('CATALOG_INVALID', `${formatProblem(first)}${more}`, 'plimsoll catalog lint shows them all');
}
