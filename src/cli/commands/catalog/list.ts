import { Command } from 'commander';
import { UserError } from '../../../app/user-error.ts';
import { type IssueFilter, readIssueFilter, type UnknownValue } from '../../../core/browse/issue-filter.ts';
import { createIssueList } from '../../../core/browse/issue-list.ts';
import { renderIssueList } from '../../../core/browse/render-issue-list.ts';
import type { Catalog } from '../../../core/catalog/catalog.ts';
import { joinWords } from '../../../core/text/join-words.ts';
import { toYaml } from '../../../core/text/to-yaml.ts';
import type { CommandIo } from '../../command-io.ts';
import { addCatalogOptions, type CatalogOptions, collect, requireChoice } from '../../options.ts';
import { requireCatalogs } from '../../read-catalogs.ts';

interface ListOptions extends CatalogOptions {
  readonly component?: readonly string[];
  readonly resource?: readonly string[];
  readonly signature?: readonly string[];
  readonly severity?: readonly string[];
  readonly output: string;
}

const outputs = ['table', 'json', 'yaml'] as const;

export function listCommand(io: CommandIo): Command {
  const command = new Command('list')
    .description('List known issues.')
    .option('--component <id>', 'only issues of this component (repeatable)', collect)
    .option('--resource <resource>', 'only issues that cost cpu, memory, … (repeatable)', collect)
    .option('--signature <signature>', 'only issues that show as step, growth, … (repeatable)', collect)
    .option('--severity <severity>', 'only issues that are high, moderate or low (repeatable)', collect)
    .option('--output <format>', `one of ${outputs.join(', ')}`, 'table');
  return addCatalogOptions(command).action(async (options: ListOptions) => {
    const output = requireChoice('output', options.output, outputs);
    const { catalog } = await requireCatalogs(options, io);
    const list = createIssueList(catalog.issues, requireFilter(options, catalog));
    if (output === 'table') io.stdout(renderIssueList(list, io.columns));
    else io.stdout(output === 'json' ? `${JSON.stringify(list, undefined, 2)}\n` : toYaml(list));
  });
}

function requireFilter(options: ListOptions, catalog: Catalog): IssueFilter {
  const reading = readIssueFilter(
    {
      components: options.component ?? [],
      resources: options.resource ?? [],
      signatures: options.signature ?? [],
      severities: options.severity ?? [],
    },
    catalog,
  );
  if (reading.ok) return reading.filter;
  const [first] = reading.unknown;
  throw new UserError('USAGE', `the catalog has no ${nouns[first.filter]} "${first.value}"`, remedyOf(first));
}

const nouns: Readonly<Record<keyof IssueFilter, string>> = {
  components: 'component',
  resources: 'resource',
  signatures: 'signature',
  severities: 'severity',
};

function remedyOf({ filter, meant, known }: UnknownValue): string {
  if (meant.length > 0) return `did you mean ${joinWords(meant, 'or')}?`;
  return filter === 'components' ? 'plimsoll catalog list shows all that has issues' : `use ${joinWords(known, 'or')}`;
}
