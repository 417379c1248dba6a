import { Command } from 'commander';
import { takeSnapshot } from '../../core/metrics/snapshot.ts';
import { renderReport } from '../../core/report/render-report.ts';
import { createReport, type Report } from '../../core/report/report.ts';
import { toYaml } from '../../core/text/to-yaml.ts';
import { chooseDiscovery } from '../choose-discovery.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import {
  addCatalogOptions,
  addSourceOptions,
  type CatalogOptions,
  partialView,
  requireChoice,
  type SourceOptions,
} from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';

interface ReportOptions extends SourceOptions, CatalogOptions {
  readonly output: string;
}

const renderers = {
  table: renderReport,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  yaml: toYaml,
} as const satisfies Readonly<Record<string, (report: Report) => string>>;

const outputs = ['table', 'json', 'yaml'] as const satisfies readonly (keyof typeof renderers)[];

export function reportCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('report')
    .description('Show what a cluster runs and what it is known for. Exits 1 when something is exposed, 0 when not.')
    .option('--output <format>', `one of ${outputs.join(', ')}`, 'table');
  return addCatalogOptions(addSourceOptions(command)).action(async (options: ReportOptions) => {
    const render = renderers[requireChoice('output', options.output, outputs)];
    const { catalog } = await requireCatalogs(options, io);
    const discovery = await chooseDiscovery(options, catalog, io);
    const inventory = await discovery.readOnce(io.signal);
    const report = createReport(takeSnapshot(inventory, catalog));
    io.stdout(render(report));
    if (!inventory.seesAllPods) io.stderr(`${partialView}\n`);
    finish(report.exposures.some(({ exposure }) => exposure === 'exposed') ? exitCode.findings : exitCode.ok);
  });
}
