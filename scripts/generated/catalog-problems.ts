import { catalogRules } from '../../src/core/catalog/catalog-rules.ts';
import { type Page, page, table } from './page.ts';

export function catalogProblemsPage(): Page {
  return page('docs/catalog-problems.md', 'src/core/catalog/catalog-rules.ts', [
    '# What can be wrong with a catalog file',
    '',
    '`plimsoll catalog lint` shows every problem of every file at once, as `file:line:column sentence (problem)`.',
    'A file with a problem is left out whole: a record that is half read would match the wrong versions.',
    '',
    ...table(
      ['problem', 'meaning'],
      Object.entries(catalogRules).map(([rule, meaning]) => [`\`${rule}\``, meaning]),
    ),
  ]);
}
