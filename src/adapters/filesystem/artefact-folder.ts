import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { UserError } from '../../app/user-error.ts';
import type { Artefact } from '../../core/rules/rule-model.ts';
import { isGenerated } from '../../core/rules/targets/generated-header.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { describeFileError } from './file-error.ts';

/** A file that is not what the generator would write. */
export interface Difference {
  readonly path: string;
  /** `undefined` when there is no such file. */
  readonly found: string | undefined;
  /** `undefined` when an earlier run wrote the file and this one would not. */
  readonly wanted: string | undefined;
}

/**
 * How `folder` differs from the artefacts, ordered by path. Files that the generator did not write are nobody's business.
 *
 * What an earlier run left is looked for beside the artefacts and in `otherFolders`.
 */
export async function compareFolder(
  folder: string,
  artefacts: readonly Artefact[],
  otherFolders: readonly string[] = [],
): Promise<readonly Difference[]> {
  const wanted = new Map(artefacts.map(({ path, text }) => [path, text]));
  const found = new Map<string, string>();
  for (const subfolder of new Set([...artefacts.map(({ path }) => posix.dirname(path)), ...otherFolders])) {
    for (const name of await listFolder(join(folder, subfolder))) {
      const path = posix.join(subfolder, name);
      const text = await readFile(join(folder, path), 'utf8').catch(() => undefined); // a folder, or unreadable: not ours
      if (text !== undefined && (wanted.has(path) || isGenerated(text))) found.set(path, text);
    }
  }
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .sort(compareText)
    .map((path) => ({ path, found: found.get(path), wanted: wanted.get(path) }))
    .filter((difference) => difference.found !== difference.wanted);
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // what is not there holds nothing; writing will say what is wrong with it
  }
}

/**
 * Makes `folder` hold the artefacts, and removes what an earlier run wrote and this one does not.
 *
 * All files are written under other names first and renamed at the end, so that a full disk leaves the folder as it was
 * and nobody reads half a file.
 */
export async function writeFolder(folder: string, shownAs: string, differences: readonly Difference[]): Promise<void> {
  spareKustomizations(shownAs, differences);
  const written: { readonly temporary: string; readonly final: string }[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, wanted } of differences) {
      if (wanted === undefined) continue;
      const final = join(folder, path);
      const temporary = `${final}.new`;
      await mkdir(dirname(final), { recursive: true });
      written.push({ temporary, final });
      await writeFile(temporary, wanted);
    }
    for (const { temporary, final } of written) await rename(temporary, final);
    for (const { path, wanted } of differences) if (wanted === undefined) await rm(join(folder, path));
  } catch (error) {
    await Promise.all(written.map(({ temporary }) => rm(temporary, { force: true })));
    throw new UserError(
      'OUTPUT_UNWRITABLE',
      `cannot write to ${shownAs}: ${describeFileError(error)}`,
      'choose a folder that you may write with --out',
      { cause: error },
    );
  }
}

/** Every other name is the generator's own; this one is what kustomize asks for, so it may be somebody else's. */
function spareKustomizations(shownAs: string, differences: readonly Difference[]): void {
  for (const { path, found, wanted } of differences) {
    if (posix.basename(path) !== 'kustomization.yaml' || found === undefined || wanted === undefined) continue;
    if (isGenerated(found)) continue;
    throw new UserError(
      'OUTPUT_UNWRITABLE',
      `cannot write to ${shownAs}: ${path} is there and not from plimsoll generate`,
      'move it to the folder above, where it can name this one under resources',
    );
  }
}
