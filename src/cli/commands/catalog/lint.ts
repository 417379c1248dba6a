import { Command } from 'commander';
import { catalogRules } from '../../../core/catalog/catalog-rules.ts';
import { problemOutputs, renderProblems } from '../../../core/problems/render-problems.ts';
import { type CommandIo, type ExitCode, exitCode } from '../../command-io.ts';
import { addBuiltInCatalogOption, requireChoice } from '../../options.ts';
import { type ReadCatalogs, readCatalogs } from '../../read-catalogs.ts';

interface LintOptions {
  readonly output: string;
  readonly builtInCatalog: boolean;
}

export function lintCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('lint')
    .description('Check the built-in catalog, and folders of your own on top of it. Exits 2 when there are problems.')
    .argument('[folder...]', 'catalog folders, each with components/, issues/ and releases/')
    .option('--output <format>', `one of ${problemOutputs.join(', ')}`, 'text');
  return addBuiltInCatalogOption(command).action(async (folders: readonly string[], options: LintOptions) => {
    const output = requireChoice('output', options.output, problemOutputs);
    const read = await readCatalogs({ catalog: folders, builtInCatalog: options.builtInCatalog }, io);
    const counts = countRecords(read);
    const form = { counts, rules: catalogRules, version: io.version, workingDirectory: io.cwd };
    io.stdout(renderProblems(output, read.problems, form));
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
