import { Command } from 'commander';
import type { CommandIo, ExitCode } from '../../command-io.ts';
import { checkCommand } from './check.ts';
import { configSchemaCommand } from './schema.ts';

export function configCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  return new Command('config')
    .description('Work with plimsoll.yaml, the configuration of plimsoll generate.')
    .helpCommand(false)
    .addCommand(checkCommand(io, finish))
    .addCommand(configSchemaCommand(io));
}
