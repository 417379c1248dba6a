import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/text/compare-text.ts';
import type { TextFile } from '../../core/text/read-entry.ts';

/** The YAML files of a templates folder, ordered by name. `shownAs` is how problems name the folder. */
export async function readTemplateFolder(folder: string, shownAs: string): Promise<readonly TextFile[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort(compareText);
  return Promise.all(
    names.map(async (name) => ({ path: join(shownAs, name), text: await readFile(join(folder, name), 'utf8') })),
  );
}
