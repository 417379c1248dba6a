import { Command } from 'commander';
import type { CommandIo } from '../command-io.ts';

export function versionCommand(io: CommandIo): Command {
  return new Command('version')
    .description('Print the version of Plimsoll and of the Node.js it runs on.')
    .action(() => {
      io.stdout(`plimsoll ${io.version} (node ${io.nodeVersion})\n`);
    });
}
