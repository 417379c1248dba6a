import { Command } from 'commander';
import { formatProblem } from '../../core/text/problem.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import { readCatalogs } from '../read-catalogs.ts';

export function catalogCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const lint = new Command('lint')
    .description('Check the built-in catalog, and folders of your own on top of it. Exits 2 when there are problems.')
    .argument('[folder...]', 'catalog folders, each with components/ and issues/')
    .action(async (folders: readonly string[]) => {
      const { catalog, problems } = await readCatalogs(folders, io);
      for (const problem of problems) io.stdout(`${formatProblem(problem)}\n`);
      const counts = `${catalog.issues.length} known issues, ${catalog.components.length} components`;
      io.stderr(problems.length === 0 ? `${counts}: no problems\n` : `${counts}; problems: ${problems.length}\n`);
      finish(problems.length === 0 ? exitCode.ok : exitCode.userError);
    });
  return new Command('catalog')
    .description('Work with the catalog of known issues.')
    .helpCommand(false)
    .addCommand(lint);
}
