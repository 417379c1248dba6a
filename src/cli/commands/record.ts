import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { writeFolder } from '../../adapters/filesystem/artefact-folder.ts';
import { UserError } from '../../app/user-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { pseudonymise } from '../../core/inventory/pseudonyms.ts';
import { recordInventory } from '../../core/inventory/record-inventory.ts';
import { shortList } from '../../core/text/join-words.ts';
import { chooseDiscovery } from '../choose-discovery.ts';
import type { CommandIo } from '../command-io.ts';
import { addCatalogOptions, addSourceOptions, type CatalogOptions, type SourceOptions } from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';

interface RecordOptions extends SourceOptions, CatalogOptions {
  readonly out?: string;
  readonly pseudonyms?: true;
}

export function recordCommand(io: CommandIo): Command {
  const command = new Command('record')
    .description('Write what discovery reads of a cluster as a file that --inventory takes, for bug reports and tests.')
    .option('--out <file>', 'where to write it; stdout when left out')
    .option('--pseudonyms', 'replace the names of nodes, namespaces, workloads, pods and registries');
  return addCatalogOptions(addSourceOptions(command)).action(async (options: RecordOptions) => {
    const { catalog } = await requireCatalogs(options, io);
    const discovery = await chooseDiscovery(options, catalog, io);
    const inventory = await discovery.readOnce(io.signal);
    requireOneCluster(inventory);
    const recording = recordInventory(options.pseudonyms ? pseudonymise(inventory) : inventory, catalog.wantedFacts);
    const text = `${JSON.stringify(recording, undefined, 2)}\n`;
    if (options.out === undefined) {
      io.stdout(text);
      return;
    }
    const file = resolve(io.cwd, options.out);
    await writeFolder(dirname(file), options.out, [{ path: basename(file), found: undefined, wanted: text }]);
    io.stderr(`${options.out}: ${inventory.nodes.length} nodes, ${inventory.instances.length} instances\n`);
  });
}

/** A file is of one cluster: nodes of several may have one name. */
function requireOneCluster({ nodes }: Inventory): void {
  const clusters = [...new Set(nodes.map(({ cluster }) => cluster ?? ''))];
  if (clusters.length < 2) return;
  throw new UserError(
    'USAGE',
    `there are ${clusters.length} clusters (${shortList(clusters)})`,
    'choose one with --cluster',
  );
}
