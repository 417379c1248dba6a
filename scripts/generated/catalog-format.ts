import { readFile } from 'node:fs/promises';
import { catalogRules } from '../../src/core/catalog/catalog-rules.ts';
import type { Page } from './page.ts';

const path = 'docs/catalog-format.md';
const begin =
  '<!-- Generated from src/core/catalog/catalog-rules.ts by npm run generate, down to the end. Do not edit. -->';

/** The end of a page that people write: every problem has a section, so that a message can point at it. */
export async function catalogFormatPage(): Promise<Page> {
  const [written = ''] = (await readFile(path, 'utf8')).split(begin);
  const lines = [
    begin,
    '',
    '## Problems',
    '',
    '`plimsoll catalog lint` shows every problem of every file at once, ordered by file and place, as',
    '`file:line:column sentence (problem)`; `--output json`, `sarif` and `github` are for programs. It exits with 2.',
    'A file with a problem is left out whole: a record that is half read would match the wrong versions. Other commands than',
    'lint do not start with a catalog that has problems.',
  ];
  for (const [rule, { meaning, remedy }] of Object.entries(catalogRules)) {
    lines.push('', `### ${rule}`, '', meaning, '', remedy);
  }
  return { path, text: `${written.trimEnd()}\n\n${lines.join('\n')}\n` };
}
