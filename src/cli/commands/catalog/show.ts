import { Command } from 'commander';
import { UserError } from '../../../app/user-error.ts';
import { findIssue } from '../../../core/browse/find-issue.ts';
import { createIssueRecord } from '../../../core/browse/issue-record.ts';
import { renderIssuePage } from '../../../core/browse/page/render-issue-page.ts';
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
    .description('Show a known issue: what happens, in which versions, how to see it, what to do, and who says so.')
    .argument('<issue>', 'its id, or the ticket: CALICO-8856, projectcalico/calico#8856')
    .option('--output <format>', `one of ${outputs.join(', ')}`, 'text');
  return addCatalogOptions(command).action(async (issue: string, options: ShowOptions) => {
    const output = requireChoice('output', options.output, outputs);
    const { catalog } = await requireCatalogs(options, io);
    const found = findIssue(catalog, issue);
    if (!found.ok) {
      const remedy =
        found.meant.length > 0 ? `did you mean ${joinWords(found.meant, 'or')}?` : 'see plimsoll catalog list';
      throw new UserError('USAGE', `the catalog has no issue "${issue}"`, remedy);
    }
    const record = createIssueRecord(found.issue, catalog);
    if (output === 'text') io.stdout(renderIssuePage(record, io.columns));
    else io.stdout(output === 'json' ? `${JSON.stringify(record, undefined, 2)}\n` : toYaml(record));
  });
}
