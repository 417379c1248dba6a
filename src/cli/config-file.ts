import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { describeFileError } from '../adapters/filesystem/file-error.ts';
import { UserError } from '../app/user-error.ts';
import { presetNames } from '../config/presets.ts';
import type { TextFile } from '../core/text/read-entry.ts';
import type { CommandIo } from './command-io.ts';

export interface ConfigOptions {
  /** `false` reads none. */
  readonly config?: string | false;
  readonly preset?: string;
}

/** The configuration that is read when none is named. */
const defaultFile = 'plimsoll.yaml';

export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', `settings in a file (default: ${defaultFile}, where there is one)`)
    .option('--no-config', `leave ${defaultFile} out`)
    .option('--preset <name>', `how Prometheus was installed: ${presetNames.join(', ')} (default: ${presetNames[0]})`);
}

/** The configuration that is named, or lies where the command runs; the latter is told on stderr. */
export async function readConfigFile({ config }: ConfigOptions, io: CommandIo): Promise<TextFile | undefined> {
  if (config === false) return undefined;
  const path = config ?? defaultFile;
  try {
    const text = await readFile(resolve(io.cwd, path), 'utf8');
    if (config === undefined) io.stderr(`${path}: read as the configuration; --no-config leaves it out\n`);
    return { path, text };
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (config === undefined && isAbsent) return undefined;
    const problem = `cannot read the configuration ${path}: ${describeFileError(cause)}`;
    throw new UserError('FILE_UNREADABLE', problem, 'name a file that you may read with --config', { cause });
  }
}

/** A path that stands in a configuration, from where the command runs. */
export function beside(file: TextFile, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file.path), path);
}
