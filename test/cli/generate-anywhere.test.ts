import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { targetNames } from '../../src/core/rules/targets/target-name.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** Every file of a folder by its path. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return new Map(paths.map((path, index) => [path.slice(folder.length + 1), texts[index] ?? '']));
}

t.test(
  'the bytes are the same in every locale and time zone, and whatever the terminal and the user are',
  async (t) => {
    const targets = targetNames.flatMap((name) => ['--target', name]);
    const args = [main, 'generate', ...targets, '--matcher-strategy', 'None', '--out'];
    const places: readonly Readonly<Record<string, string>>[] = [
      { LANG: 'C', LC_ALL: 'C', TZ: 'UTC', HOME: '/nowhere' },
      { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati', COLUMNS: '40' },
      { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LC_COLLATE: 'et_EE.UTF-8', TZ: 'America/St_Johns', USER: 'ü' },
    ];
    const cwd = t.testdir();
    const outputs: ReadonlyMap<string, string>[] = [];
    for (const [index, env] of places.entries()) {
      const folder = join(cwd, String(index));
      await promisify(execFile)(process.execPath, [...args, folder], { env, cwd });
      outputs.push(await filesIn(folder));
    }
    const [first, ...others] = outputs;
    t.ok((first?.size ?? 0) > 100, 'all targets were written');
    for (const other of others) t.same([...other], [...(first ?? [])]);
  },
);
