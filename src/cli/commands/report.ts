import { Command } from 'commander';
import { UserError } from '../../app/user-error.ts';
import { takeSnapshot } from '../../core/metrics/snapshot.ts';
import { renderReport } from '../../core/report/render-report.ts';
import { createReport, type Report } from '../../core/report/report.ts';
import { nearestWord } from '../../core/text/nearest-word.ts';
import { toYaml } from '../../core/text/to-yaml.ts';
import { chooseDiscovery } from '../choose-discovery.ts';
import { type CommandIo, type ExitCode, exitCode } from '../command-io.ts';
import { addCatalogOption, addSourceOptions, type CatalogOptions, type SourceOptions } from '../options.ts';
import { requireCatalogs } from '../read-catalogs.ts';

interface ReportOptions extends SourceOptions, CatalogOptions {
  readonly output: string;
}

const renderers: Readonly<Record<string, (report: Report) => string>> = {
  table: renderReport,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  yaml: toYaml,
};

export function reportCommand(io: CommandIo, finish: (code: ExitCode) => void): Command {
  const command = new Command('report')
    .description('Show what a cluster runs and what it is known for. Exits 1 when something is exposed, 0 when not.')
    .option('--output <format>', `one of ${Object.keys(renderers).join(', ')}`, 'table');
  return addCatalogOption(addSourceOptions(command)).action(async (options: ReportOptions) => {
    const render = requireRenderer(options.output);
    const { catalog } = await requireCatalogs(options.catalog, io);
    const discovery = await chooseDiscovery(options, catalog, io);
    const report = createReport(takeSnapshot(await discovery.readOnce(io.signal), catalog));
    io.stdout(render(report));
    finish(report.exposures.some(({ exposure }) => exposure === 'exposed') ? exitCode.findings : exitCode.ok);
  });
}

function requireRenderer(format: string): (report: Report) => string {
  const render = Object.hasOwn(renderers, format) ? renderers[format] : undefined;
  if (render) return render;
  const meant = nearestWord(format, Object.keys(renderers));
  throw new UserError(
    'USAGE',
    `there is no output "${format}"`,
    meant ? `did you mean ${meant}?` : 'use table, json or yaml',
  );
}
