import { Command } from 'commander';
import { configRules } from '../../../config/config-rules.ts';
import { problemOutputs, renderProblems } from '../../../core/problems/render-problems.ts';
import { type CommandIo, type ExitCode, exitCode } from '../../command-io.ts';
import { addCatalogOptions, type CatalogOptions, requireChoice } from '../../options.ts';
import { readSettings } from '../../read-settings.ts';

interface CheckOptions extends CatalogOptions {
  readonly output: string;
}

export function checkCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('check')
    .description('Show everything that is wrong in a configuration. Exits 2 when there are problems.')
    .argument('[file]', 'the configuration', 'plimsoll.yaml')
    .option('--output <format>', `one of ${problemOutputs.join(', ')}`, 'text');
  return addCatalogOptions(command).action(async (path: string, { output: written, ...catalogs }: CheckOptions) => {
    const output = requireChoice('output', written, problemOutputs);
    const reading = await readSettings({ ...catalogs, config: path }, io);
    const problems = reading.ok ? [] : reading.problems;
    const counts = reading.ok
      ? { baselines: reading.settings.overrides.length, waivers: reading.settings.waivers.length }
      : { baselines: 0, waivers: 0 };
    io.stdout(
      renderProblems(output, problems, {
        counts,
        rules: configRules,
        version: io.version,
        workingDirectory: io.cwd,
      }),
    );
    io.stderr(problems.length === 0 ? `${path}: no problems\n` : `${path}: problems: ${problems.length}\n`);
    finish(problems.length === 0 ? exitCode.ok : exitCode.userError);
  });
}
