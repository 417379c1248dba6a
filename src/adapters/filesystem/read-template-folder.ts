import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../app/user-error.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { TextFile } from '../../core/text/read-entry.ts';
import { describeFileError } from './file-error.ts';

/** The YAML files of a templates folder, ordered by name. `shownAs` is how problems name the folder. */
export async function readTemplateFolder(folder: string, shownAs: string): Promise<readonly TextFile[]> {
  const names = await listYaml(folder, shownAs);
  if (names.length === 0) {
    throw new UserError(
      'TEMPLATE_INVALID',
      `${shownAs} holds no rule template`,
      'put YAML files like the built-in ones into it',
    );
  }
  return Promise.all(
    names.map(async (name) => ({ path: join(shownAs, name), text: await readFile(join(folder, name), 'utf8') })),
  );
}

async function listYaml(folder: string, shownAs: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort(compareText);
  } catch (error) {
    const problem = `cannot read the templates folder ${shownAs}: ${describeFileError(error)}`;
    throw new UserError('FILE_UNREADABLE', problem, 'name a folder that you may read', { cause: error });
  }
}
