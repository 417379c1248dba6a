import { resolve } from 'node:path';
import { Command } from 'commander';
import { compareFolder, writeFolder } from '../../../adapters/filesystem/artefact-folder.ts';
import { configSchema } from '../../../config/config-schema.ts';
import type { CommandIo } from '../../command-io.ts';

interface SchemaOptions {
  readonly out: string;
}

export function configSchemaCommand(io: CommandIo): Command {
  return new Command('schema')
    .description('Write the JSON Schema (draft-7) of plimsoll.yaml, for completion and checks in an editor.')
    .option('--out <folder>', 'where to write it', 'schema')
    .action(async ({ out }: SchemaOptions) => {
      const folder = resolve(io.cwd, out);
      const schema = configSchema();
      await writeFolder(folder, out, await compareFolder(folder, [schema]));
      io.stderr(`${out}: ${schema.path}; name it in the first line of plimsoll.yaml:\n`);
      io.stderr(`# yaml-language-server: $schema=${out}/${schema.path}\n`);
    });
}
