import { resolve } from 'node:path';
import { Command } from 'commander';
import { compareFolder, writeFolder } from '../../../adapters/filesystem/artefact-folder.ts';
import { editorSchemas } from '../../../core/catalog/editor-schemas.ts';
import type { CommandIo } from '../../command-io.ts';

interface SchemaOptions {
  readonly out: string;
}

export function schemaCommand(io: CommandIo): Command {
  return new Command('schema')
    .description('Write JSON Schemas (draft-7) of the catalog files, for completion and checks in an editor.')
    .option('--out <folder>', 'where to write them; beside your components/ and issues/', 'schema')
    .action(async ({ out }: SchemaOptions) => {
      const folder = resolve(io.cwd, out);
      const schemas = editorSchemas();
      await writeFolder(folder, out, await compareFolder(folder, schemas));
      io.stderr(`${out}: ${schemas.map(({ path }) => path).join(', ')}\n`);
    });
}
