import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { catalogProblemsPage } from './generated/catalog-problems.ts';
import { commandLinePage } from './generated/command-line.ts';
import { metricsPage } from './generated/metrics.ts';
import { placeholdersPage } from './generated/placeholders.ts';

/** Files that are written from tables in the source and committed. `--check` fails when one is not what it would be. */
const pages = [metricsPage(), await commandLinePage(), placeholdersPage(), catalogProblemsPage()];
const check = process.argv.includes('--check');

for (const { path, text } of pages) {
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found === text) continue;
  if (check) {
    console.error(`${path} is not up to date; run npm run generate`);
    process.exitCode = 1;
    continue;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
