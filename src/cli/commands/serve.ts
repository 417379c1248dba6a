import { Command } from 'commander';
import { createDiscoveryLog, createLog } from '../../adapters/logging.ts';
import { chooseDiscovery, type DiscoveryOptions } from '../choose-discovery.ts';
import type { CommandIo } from '../command-io.ts';
import {
  addCatalogOptions,
  addSourceOptions,
  type CatalogOptions,
  partialView,
  requireListenAddress,
} from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';
import { serve } from '../serve.ts';

interface ServeOptions extends DiscoveryOptions, CatalogOptions {
  readonly listen: string;
}

export function serveCommand(io: CommandIo): Command {
  const command = new Command('serve')
    .description('Serve Prometheus metrics about what the cluster runs and is known for.')
    .option('--listen <address>', 'host:port to serve on; :port is every address', ':9848');
  addSourceOptions(command).option(
    '--prometheus-interval <duration>',
    'time between two rounds of questions to it (default: 30s)',
  );
  return addCatalogOptions(command).action(async (options: ServeOptions) => {
    const address = requireListenAddress(options.listen);
    const catalogs = await requireCatalogs(options, io);
    const discovery = await chooseDiscovery(options, catalogs.catalog, io);
    // A file that cannot be read now will not become readable by waiting; a cluster may.
    const initial = options.inventory && (await discovery.readOnce(io.signal));
    const log = createLog(io.stderr);
    for (const overridden of catalogs.overridden) log.info(overridden, 'a later catalog replaces this record');
    if (options.namespaces !== undefined) log.info({ namespaces: options.namespaces }, partialView);
    await serve({
      catalogs,
      discovery,
      clusterLabel: options.clusterLabel,
      initial,
      address,
      io,
      observer: createDiscoveryLog(log),
      onListening: (url) => log.info({ url }, 'listening'),
    });
    log.info({}, 'stopped');
  });
}
