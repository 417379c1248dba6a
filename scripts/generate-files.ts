import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { editorSchemas } from '../src/core/catalog/editor-schemas.ts';
import { catalogFormatPage } from './generated/catalog-format.ts';
import { commandLinePage } from './generated/command-line.ts';
import { configurationPages } from './generated/configuration.ts';
import { metricsPage } from './generated/metrics.ts';
import type { Page } from './generated/page.ts';
import { placeholdersPage } from './generated/placeholders.ts';

/** Files that are written from tables in the source and committed. `--check` fails when one is not what it would be. */
const pages = [
  metricsPage(),
  await commandLinePage(),
  placeholdersPage(),
  await catalogFormatPage(),
  ...configurationPages(),
  ...schemaFiles(),
];
function schemaFiles(): readonly Page[] {
  return editorSchemas().map(({ path, text }) => ({ path: `catalog/schema/${path}`, text }));
}

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
