import { resolve } from 'node:path';
import { Command } from 'commander';
import { compareFolder, writeFolder } from '../../../adapters/filesystem/artefact-folder.ts';
import { osvRecords } from '../../../core/osv/osv-records.ts';
import { osvFileName, renderOsv } from '../../../core/osv/render-osv.ts';
import type { CommandIo } from '../../command-io.ts';
import { addCatalogOptions, type CatalogOptions, requireChoice } from '../../options.ts';
import { requireCatalogs } from '../../read-catalogs.ts';

interface ExportOptions extends CatalogOptions {
  readonly format: string;
  readonly out?: string;
}

const formats = ['osv'] as const;

export function exportCommand(io: CommandIo): Command {
  const command = new Command('export')
    .description('Write the known issues for other tools: records of the OSV schema, 1.7.5.')
    .option('--format <format>', `one of ${formats.join(', ')}`, 'osv')
    .option('--out <folder>', 'write a file for each record; without it, all of them go to stdout as a JSON array');
  return addCatalogOptions(command).action(async (options: ExportOptions) => {
    requireChoice('format', options.format, formats);
    const { catalog } = await requireCatalogs(options, io);
    const records = osvRecords(catalog);
    if (options.out === undefined) {
      io.stdout(renderOsv(records));
      return;
    }
    const folder = resolve(io.cwd, options.out);
    const files = records.map((record) => ({ path: osvFileName(record), text: renderOsv(record) }));
    const differences = await compareFolder(folder, files);
    await writeFolder(folder, options.out, differences);
    io.stderr(`${options.out}: ${files.length} files, ${differences.length} changed\n`);
  });
}
