import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { compareFolder, writeFolder } from '../../adapters/filesystem/artefact-folder.ts';
import { targetFolders } from '../../app/targets.ts';
import { takeSnapshot } from '../../core/metrics/snapshot.ts';
import { renderReport } from '../../core/report/render-report.ts';
import { createReport } from '../../core/report/report.ts';
import { defaultRuleSettings } from '../../core/rules/rule-settings.ts';
import { defaultOutput } from '../../core/rules/targets/output-settings.ts';
import { chooseDiscovery } from '../choose-discovery.ts';
import type { CommandIo } from '../command-io.ts';
import { generateArtefacts } from '../generate-artefacts.ts';
import { requireListenAddress } from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';
import { serve } from '../serve.ts';

interface DemoOptions {
  readonly listen: string;
  readonly out?: string;
}

export function demoCommand(io: CommandIo): Command {
  return new Command('demo')
    .description('Try Plimsoll with no cluster and no Prometheus: a recorded cluster, served for real on this machine.')
    .option('--listen <address>', 'host:port to serve on', '127.0.0.1:9848')
    .option('--out <folder>', 'where to write the rules (default: a new temporary folder)')
    .action(async (options: DemoOptions) => {
      const address = requireListenAddress(options.listen);
      const catalogs = await requireCatalogs({}, io);
      const { catalog } = catalogs;
      const source = { inventory: [join(io.packageFolder, 'demo', 'cluster.yaml')] };
      const discovery = await chooseDiscovery(source, catalog, io);
      const initial = await discovery.readOnce(io.signal);
      const report = createReport(takeSnapshot(initial, catalog));
      const settings = { settings: defaultRuleSettings, output: defaultOutput };
      const artefacts = await generateArtefacts({ catalog, ...settings }, io);

      await serve({
        catalogs,
        discovery,
        initial,
        address,
        io,
        observer: silent,
        async onListening(url) {
          const folder = options.out ?? (await mkdtemp(join(tmpdir(), 'plimsoll-demo-')));
          const target = resolve(io.cwd, folder);
          await writeFolder(target, folder, await compareFolder(target, artefacts, targetFolders));
          io.stdout(
            `A recorded cluster of ${report.nodes} nodes, and what it is known for:\n\n${renderReport(report)}\n` +
              `Metrics  ${url}/metrics\n` +
              `Rules    ${folder} (promtool test rules ${join(folder, 'tests', '*.yaml')})\n` +
              'Yours    plimsoll report   plimsoll serve   plimsoll generate --out FOLDER\n\n' +
              'Ctrl-C stops it.\n',
          );
        },
      });
      io.stdout('Stopped.\n');
    });
}

/** The demo says what it found by itself. */
const silent = {
  onSnapshot: () => undefined,
  onConfirmed: () => undefined,
  onFailure: () => undefined,
  onRecovery: () => undefined,
};
