import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageFolder } from './discovery/exporter.ts';
import { middleOf } from './discovery/middle.ts';
import { aCatalogOf } from './support.ts';

/**
 * How much CPU it takes to generate everything from a cold start, as a user does: the bundle, in a process of its own. Prints
 * the median of several runs, beside the limit.
 */
const program = join(packageFolder, 'dist/main.js');
if (!existsSync(program)) throw new Error(`there is no ${program}; run npm run build`);
const rounds = 5;
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-generate-'));
try {
  const many = join(folder, 'catalog');
  for (const { pathInCatalog: file, text } of aCatalogOf(5_000)) {
    await mkdir(dirname(join(many, file)), { recursive: true });
    await writeFile(join(many, file), text);
  }
  const start = middleOf(Array.from({ length: rounds }, () => cpuSecondsOf(['--help'])));
  console.log(`only started: ${start.toFixed(2)} s`);
  await measure('the built-in catalog', [], 0.6);
  await measure('5,000 generated issues', ['--no-built-in-catalog', '--catalog', many], 3, 1);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(what: string, args: readonly string[], limit: number, runs = rounds): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < runs; round++) {
    await rm(join(folder, 'out'), { recursive: true, force: true });
    times.push(cpuSecondsOf(['generate', '--out', join(folder, 'out'), ...args]));
  }
  const cpu = middleOf(times);
  const [files, bytes] = await sizeOf(join(folder, 'out'));
  console.log(
    `${what}: ${cpu.toFixed(2)} s of CPU for ${files} files with ${(bytes / 1e6).toFixed(1)} MB; limit ${limit} s, ratio ${(cpu / limit).toFixed(2)}`,
  );
}

/** User and system time of all threads of a process, from its start to its end. */
function cpuSecondsOf(args: readonly string[]): number {
  const atExit = `import { writeSync } from 'node:fs';
process.once('exit', () => { const { user, system } = process.cpuUsage(); writeSync(3, String((user + system) / 1e6)); });`;
  const tell = `data:text/javascript,${encodeURIComponent(atExit)}`;
  const { status, output } = spawnSync(process.execPath, ['--import', tell, program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  if (status !== 0) throw new Error(`plimsoll ${args.join(' ')} ends with ${status}`);
  return Number(output[3]);
}

async function sizeOf(out: string): Promise<readonly [files: number, bytes: number]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return [files.length, sizes.reduce((sum, size) => sum + size, 0)];
}
