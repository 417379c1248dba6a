import { Command } from 'commander';
import type { CommandIo, ExitCode } from '../../command-io.ts';
import { exportCommand } from './export.ts';
import { lintCommand } from './lint.ts';
import { listCommand } from './list.ts';
import { schemaCommand } from './schema.ts';
import { showCommand } from './show.ts';

export function catalogCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  return new Command('catalog')
    .description('Work with the catalog of known issues.')
    .helpCommand(false)
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(lintCommand(io, finish))
    .addCommand(exportCommand(io))
    .addCommand(schemaCommand(io));
}
