import { Command } from 'commander';
import { UserError } from '../../../app/user-error.ts';
import { createComponentRecord } from '../../../core/browse/component-record.ts';
import { findIssue } from '../../../core/browse/find-issue.ts';
import { createIssueRecord } from '../../../core/browse/issue-record.ts';
import { renderComponentPage } from '../../../core/browse/page/render-component-page.ts';
import { renderIssuePage } from '../../../core/browse/page/render-issue-page.ts';
import { suggestWords } from '../../../core/browse/suggest-words.ts';
import type { Catalog } from '../../../core/catalog/catalog.ts';
import { joinWords } from '../../../core/text/join-words.ts';
import { toYaml } from '../../../core/text/to-yaml.ts';
import type { CommandIo } from '../../command-io.ts';
import { addCatalogOptions, type CatalogOptions, requireChoice } from '../../options.ts';
import { requireCatalogs } from '../../read-catalogs.ts';

interface ShowOptions extends CatalogOptions {
  readonly output: string;
}

const outputs = ['text', 'json', 'yaml'] as const;

export function showCommand(io: CommandIo): Command {
  const command = new Command('show')
    .description(
      'Show a known issue (what happens, in which versions, how to see it, what to do, who says so) or a component (how it is recognised).',
    )
    .argument('<name>', 'CALICO-8856, its ticket projectcalico/calico#8856, or a component such as calico-node')
    .option('--output <format>', `one of ${outputs.join(', ')}`, 'text');
  return addCatalogOptions(command).action(async (name: string, options: ShowOptions) => {
    const output = requireChoice('output', options.output, outputs);
    const { catalog } = await requireCatalogs(options, io);
    const { record, page } = requireShown(name, catalog, io.columns);
    if (output === 'text') io.stdout(page());
    else io.stdout(output === 'json' ? `${JSON.stringify(record, undefined, 2)}\n` : toYaml(record));
  });
}

interface Shown {
  readonly record: object;
  readonly page: () => string;
}

function requireShown(name: string, catalog: Catalog, columns: number | undefined): Shown {
  const component = catalog.components.find(({ id }) => id === name);
  if (component) {
    const record = createComponentRecord(component, catalog);
    return { record, page: () => renderComponentPage(record, columns) };
  }
  const found = findIssue(catalog, name);
  if (found.ok) {
    const record = createIssueRecord(found.issue, catalog);
    return { record, page: () => renderIssuePage(record, columns) };
  }
  const ids = catalog.components.map(({ id }) => id);
  const meant = [...found.meant, ...suggestWords(name, ids)];
  throw new UserError(
    'USAGE',
    `the catalog has neither an issue nor a component "${name}"`,
    meant.length > 0 ? `did you mean ${joinWords(meant, 'or')}?` : 'see plimsoll catalog list',
  );
}
