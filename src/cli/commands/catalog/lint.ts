import { Command } from 'commander';
import { catalogRules } from '../../../core/catalog/catalog-rules.ts';
import { renderGithub } from '../../../core/problems/render-github.ts';
import { renderJson } from '../../../core/problems/render-json.ts';
import { renderSarif } from '../../../core/problems/render-sarif.ts';
import { renderText } from '../../../core/problems/render-text.ts';
import { type CommandIo, type ExitCode, exitCode } from '../../command-io.ts';
import { addBuiltInCatalogOption, requireChoice } from '../../options.ts';
import { type ReadCatalogs, readCatalogs } from '../../read-catalogs.ts';

interface LintOptions {
  readonly output: string;
  readonly builtInCatalog: boolean;
}

const outputs = ['text', 'json', 'sarif', 'github'] as const;

export function lintCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('lint')
    .description('Check the built-in catalog, and folders of your own on top of it. Exits 2 when there are problems.')
    .argument('[folder...]', 'catalog folders, each with components/, issues/ and releases/')
    .option('--output <format>', `one of ${outputs.join(', ')}`, 'text');
  return addBuiltInCatalogOption(command).action(async (folders: readonly string[], options: LintOptions) => {
    const output = requireChoice('output', options.output, outputs);
    const read = await readCatalogs({ catalog: folders, builtInCatalog: options.builtInCatalog }, io);
    const counts = countRecords(read);
    io.stdout(render(output, read, counts, io));
    const { issues, components, distributions } = counts;
    const all = [
      counted(issues, 'known issue'),
      counted(components, 'component'),
      counted(distributions, 'distribution'),
    ].join(', ');
    const { problems } = read;
    io.stderr(problems.length === 0 ? `${all}: no problems\n` : `${all}; problems: ${problems.length}\n`);
    finish(problems.length === 0 ? exitCode.ok : exitCode.userError);
  });
}

interface RecordCounts extends Readonly<Record<string, number>> {
  readonly issues: number;
  readonly components: number;
  readonly distributions: number;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function countRecords({ catalog }: ReadCatalogs): RecordCounts {
  const { issues, components, distributions } = catalog;
  return { issues: issues.length, components: components.length, distributions: distributions.length };
}

function render(
  output: (typeof outputs)[number],
  { problems }: ReadCatalogs,
  counts: RecordCounts,
  io: CommandIo,
): string {
  switch (output) {
    case 'text':
      return renderText(problems);
    case 'json':
      return renderJson(problems, counts);
    case 'sarif':
      return renderSarif(problems, { rules: catalogRules, version: io.version, workingDirectory: io.cwd });
    case 'github':
      return renderGithub(problems);
  }
}
