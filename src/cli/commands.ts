import type { Command } from 'commander';
import type { CommandIo, ExitCode } from './command-io.ts';
import { catalogCommand } from './commands/catalog/catalog.ts';
import { configCommand } from './commands/config/config.ts';
import { demoCommand } from './commands/demo.ts';
import { generateCommand } from './commands/generate.ts';
import { recordCommand } from './commands/record.ts';
import { reportCommand } from './commands/report.ts';
import { serveCommand } from './commands/serve.ts';
import { versionCommand } from './commands/version.ts';

export type CreateCommand = (io: CommandIo, finish: (code: ExitCode) => void) => Command;

/** Every command, in the order of the help. */
export const commands: readonly CreateCommand[] = [
  demoCommand,
  reportCommand,
  serveCommand,
  generateCommand,
  configCommand,
  recordCommand,
  catalogCommand,
  versionCommand,
];
