import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Instruction, isIgnored, parseDockerfile, type Stage } from './dockerfile.ts';

const repository = new URL('../..', import.meta.url).pathname;
const run = promisify(execFile);

export interface Image {
  /** Where the image's root folder is. */
  readonly root: string;
  /** Inside the image: `/app`. */
  readonly workingFolder: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
}

/**
 * Does what the Dockerfile says, stage by stage, each in a folder of its own under `folder`.
 *
 * The stages begin empty, Node.js is this one, and in place of `npm ci` they borrow the node_modules that it made here.
 */
export async function buildImage(folder: string): Promise<Image> {
  const stages = parseDockerfile(await readFile(`${repository}Dockerfile`, 'utf8'));
  const dockerignore = await readFile(`${repository}.dockerignore`, 'utf8');
  const rootOf = (stage: Stage) => join(folder, stage.name ?? 'final');
  let workingFolder = '/';

  async function copy({ words, flags }: Instruction, root: string): Promise<void> {
    const from = stages.find(({ name }) => name !== undefined && name === flags['from']);
    const target = join(root, resolve(workingFolder, words.at(-1)!));
    for (const source of words.slice(0, -1)) {
      const into = words.at(-1)!.endsWith('/') ? join(target, basename(source)) : target;
      if (from) await cp(join(rootOf(from), source), into, { recursive: true });
      else if (!isIgnored(source, dockerignore)) await cp(join(repository, source), into, { recursive: true });
    }
  }

  async function runCommand({ text }: Instruction, root: string): Promise<void> {
    const cwd = join(root, workingFolder);
    if (text.startsWith('npm ci ')) await symlink(join(repository, 'node_modules'), join(cwd, 'node_modules'));
    else await run('sh', ['-c', text], { cwd });
  }

  for (const stage of stages) {
    const root = rootOf(stage);
    workingFolder = '/';
    for (const instruction of stage.instructions) {
      if (instruction.name === 'WORKDIR') {
        workingFolder = instruction.text;
        await mkdir(join(root, workingFolder), { recursive: true });
      }
      if (instruction.name === 'COPY') await copy(instruction, root);
      if (instruction.name === 'RUN') await runCommand(instruction, root);
    }
  }

  const final = stages.at(-1)!;
  const listOf = (name: string) => JSON.parse(final.instructions.find((other) => other.name === name)!.text);
  return { root: rootOf(final), workingFolder, entryPoint: listOf('ENTRYPOINT'), command: listOf('CMD') };
}
