import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { clusterSizes } from './discovery/cluster/workloads.ts';
import { packageFolder } from './discovery/exporter.ts';
import { measureCluster } from './discovery/measure-cluster.ts';
import { measureScenario } from './discovery/measure-scenario.ts';

/** What discovery costs: the whole process, against a synthetic API server in another one, or against a cluster of yours. */
interface Options {
  readonly scenario: keyof typeof clusterSizes;
  readonly runs: number;
  readonly absence: number;
  readonly steady: number;
  readonly program: 'source' | 'bundle' | 'both';
  readonly nodeOption: readonly string[];
  readonly json: boolean;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly writeNamespace?: string;
}

const programs = { source: 'src/main.ts', bundle: 'dist/main.js' };

const command = new Command('node bench/discovery.ts')
  .description('Measure plimsoll serve, from its start to an answer that is complete, and in service. Linux only.')
  .addOption(
    new Option('--scenario <size>', 'the synthetic cluster').choices(Object.keys(clusterSizes)).default('small'),
  )
  .option('--runs <count>', 'starts, of which the median is shown', count, 3)
  .option('--absence <seconds>', 'how long the API server is away', count, 30)
  .option('--steady <seconds>', 'how long each steady load lasts', count, 30)
  .addOption(
    new Option('--program <which>', 'src/main.ts, or dist/main.js that npm run build made')
      .choices(['source', 'bundle', 'both'])
      .default('both', 'the source, and the bundle if there is one'),
  )
  .option(
    '--node-option <option>',
    'for the measured Node.js: --node-option=--max-semi-space-size=1 (repeatable)',
    collect,
    [],
  )
  .option('--json', 'print JSON', false)
  .option('--kubeconfig <file>', 'measure a start on this cluster instead, which is only read')
  .option('--context <name>', 'with --kubeconfig: the cluster of this context')
  .option('--write-namespace <name>', 'with --kubeconfig: make a pod there, which never runs, and change its image')
  .action(() => undefined)
  .allowExcessArguments(false)
  .parse();
const options = command.opts<Options>();

if (process.platform !== 'linux') command.error('error: this benchmark reads /proc, which only Linux has');
for (const dependent of ['context', 'writeNamespace'] as const) {
  if (options[dependent] !== undefined && options.kubeconfig === undefined) {
    command.error(`error: --${dependent === 'context' ? 'context' : 'write-namespace'} needs --kubeconfig`);
  }
}
for (const [name, program] of programsOf(options)) {
  const shared = { ...options, name, program, nodeOptions: options.nodeOption };
  if (options.kubeconfig === undefined) await measureScenario(shared);
  else
    await measureCluster({
      ...shared,
      kubeconfig: options.kubeconfig,
      context: options.context,
      writeNamespace: options.writeNamespace,
    });
}

function programsOf({ program }: Options): readonly (readonly [name: string, file: string])[] {
  const hasBundle = existsSync(join(packageFolder, programs.bundle));
  if (program === 'bundle' && !hasBundle) command.error(`error: there is no ${programs.bundle}; run npm run build`);
  return Object.entries(programs).filter(([name]) =>
    program === 'both' ? name === 'source' || hasBundle : name === program,
  );
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number above 0.');
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
