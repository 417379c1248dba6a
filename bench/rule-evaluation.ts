import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { chooseIssues } from '../src/core/rules/choose-issues.ts';
import { defaultRuleSettings as settings } from '../src/core/rules/rule-settings.ts';
import { artefactsOf, builtInCatalog } from '../test/support/built-in.ts';
import { writeArtefacts } from '../test/support/promtool.ts';
import { findProgram } from '../test/support/tools.ts';
import { aCluster, type ClusterSize } from './rule-evaluation/cluster.ts';
import { exporterText } from './rule-evaluation/exporter-text.ts';
import { type ExpressionCost, queryRules } from './rule-evaluation/expressions.ts';
import { type FakeTargets, serveTargets } from './rule-evaluation/fake-targets.ts';
import { cadvisorTarget, scrapeInterval, writeHistory } from './rule-evaluation/history.ts';
import { measureRules, type RuleCost } from './rule-evaluation/measure.ts';
import { naiveRules } from './rule-evaluation/naive-rules.ts';
import { startPrometheus } from './rule-evaluation/prometheus.ts';

/**
 * What a real Prometheus spends on all generated rules, beside the same alerts written naively, on the same data. The fake
 * targets and the Prometheus are on loopback and end with this process.
 */
const scenarios: Readonly<Record<string, ClusterSize>> = {
  tiny: { nodes: 100, untrackedPerNode: 40 },
  small: { nodes: 1_000, untrackedPerNode: 40 },
  'small-alone': { nodes: 1_000, untrackedPerNode: 0 },
  'small-crowded': { nodes: 1_000, untrackedPerNode: 200 },
  large: { nodes: 5_000, untrackedPerNode: 40 },
  'large-alone': { nodes: 5_000, untrackedPerNode: 0 },
};

interface Options {
  readonly scenario: string;
  readonly rounds: number;
  readonly settle: number;
  readonly naive: boolean;
  readonly prometheus: string;
  readonly json: boolean;
}

/** Of groups and of rules, the dearest. */
const shown = 20;

const options = new Command('node bench/rule-evaluation.ts')
  .description('Measure the evaluation of all generated rules in a real Prometheus.')
  .addOption(new Option('--scenario <name>', 'the synthetic cluster').choices(Object.keys(scenarios)).default('small'))
  .option('--rounds <count>', 'intervals that are measured', count, 5)
  .option('--settle <seconds>', 'how long targets are scraped before anything is measured', count, settings.rateWindow)
  .option('--no-naive', 'leave out the naive rules')
  .option('--prometheus <program>', 'the Prometheus to measure', 'prometheus')
  .option('--json', 'print JSON', false)
  .allowExcessArguments(false)
  .parse()
  .opts<Options>();

const program = findProgram(options.prometheus) ?? options.prometheus;
const size = scenarios[options.scenario] ?? { nodes: 0, untrackedPerNode: 0 };
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-rules-'));
process.once('exit', () => void rm(folder, { recursive: true, force: true }));
try {
  await measureScenario(size);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureScenario(size: ClusterSize): Promise<void> {
  const { catalog } = await builtInCatalog();
  const cluster = aCluster(catalog, size);
  const exporter = await exporterText(catalog, cluster);
  const artefacts = (await artefactsOf(catalog)).filter(({ path }) => path.startsWith('rules/'));
  await writeArtefacts(folder, artefacts);
  const { ruled } = chooseIssues(catalog, settings);
  const naive = JSON.stringify(naiveRules(catalog, ruled, false, settings));
  const frugal = JSON.stringify(naiveRules(catalog, ruled, true, settings));
  const sets = [
    { name: 'generated', pattern: 'rules/*.yaml', texts: artefacts.map(({ text }) => text) },
    ...(options.naive
      ? [
          { name: 'naive', pattern: 'naive.yaml', texts: [naive] },
          { name: 'naive, containers selected by name', pattern: 'frugal.yaml', texts: [frugal] },
        ]
      : []),
  ];
  await writeFile(join(folder, 'naive.yaml'), naive);
  await writeFile(join(folder, 'frugal.yaml'), frugal);
  const targets = await serveTargets(cluster, exporter);
  const prometheus = await startPrometheus(program, folder);
  try {
    const samples = await writeHistory(prometheus.url, catalog, cluster, exporter, settings);
    say(
      `${cluster.tracked.length} tracked and ${cluster.untracked.length} untracked containers, ${cluster.processes.length} processes on nodes; ${samples} samples of the past; Prometheus is process ${prometheus.pid} at ${prometheus.url}`,
    );
    const interval = settings.evaluationInterval;
    await prometheus.configure(configWith([], targets));
    await sleep(options.settle * 1000);
    const idle = await measureRules(prometheus, interval, Math.ceil(options.rounds / 2));
    let first: RuleSetCost | undefined;
    for (const { name, pattern, texts } of sets) {
      await prometheus.configure(configWith([pattern], targets));
      const cost = await measureRules(prometheus, interval, options.rounds);
      await prometheus.configure(configWith([], targets));
      const expressions = await queryRules(prometheus.url, texts);
      const measured = { ...cost, cpuSeconds: cost.cpuSeconds - idle.cpuSeconds, samplesRead: sumOf(expressions) };
      report(name, measured, expressions, idle);
      first ??= measured;
      if (first !== measured) compare(name, measured, first);
    }
  } finally {
    await prometheus.stop();
    targets.stop();
  }
}

interface RuleSetCost extends RuleCost {
  /** By all rules, for one evaluation. */
  readonly samplesRead: number;
}

function sumOf(expressions: readonly ExpressionCost[]): number {
  return expressions.reduce((sum, { samples }) => sum + samples, 0);
}

function compare(name: string, cost: RuleSetCost, base: RuleSetCost): void {
  const ratio = (of: (cost: RuleSetCost) => number) => (of(cost) / of(base)).toFixed(1);
  say(
    `${name} to generated: ${ratio(({ seconds }) => seconds)} in time, ${ratio(({ cpuSeconds }) => cpuSeconds)} in CPU, ${ratio(({ samplesRead }) => samplesRead)} in samples\n`,
  );
}

function configWith(rules: readonly string[], { port, cadvisorPaths }: FakeTargets): object {
  const target = (path: string, labels: Readonly<Record<string, string>>) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { cluster: 'bench', instance: path, __metrics_path__: path, ...labels },
  });
  return {
    global: { scrape_interval: `${scrapeInterval}s`, evaluation_interval: `${settings.evaluationInterval}s` },
    rule_files: rules.map((rule) => join(folder, rule)),
    scrape_configs: [
      {
        job_name: 'cluster',
        honor_labels: true,
        static_configs: [
          ...cadvisorPaths.map((path) => target(path, cadvisorTarget)),
          target('/kubelet', { job: 'kubelet', metrics_path: '/metrics' }),
          target('/kube-state-metrics', { job: 'kube-state-metrics' }),
          target('/plimsoll', { job: 'plimsoll' }),
        ],
      },
    ],
  };
}

function report(name: string, cost: RuleSetCost, expressions: readonly ExpressionCost[], idle: RuleCost): void {
  if (options.json) {
    say(JSON.stringify({ name, scenario: options.scenario, ...cost, expressions }));
    return;
  }
  say(
    `${name}: ${cost.seconds.toFixed(2)} s in all groups, ${cost.cpuSeconds.toFixed(2)} s of CPU beyond ${idle.cpuSeconds.toFixed(2)} s for scraping; ${cost.samplesRead} samples read, ${cost.samplesMade} made; ${cost.failures} failures, ${cost.missed} missed; ${cost.headSeries} series, ${(cost.residentBytes / 1e9).toFixed(1)} GB resident`,
  );
  for (const { seconds, samplesMade, name: group } of cost.groups.slice(0, shown))
    say(row(seconds, samplesMade, group));
  say('  rules by themselves, as queries, with the samples that they read:');
  for (const { seconds, samples, rule } of expressions.slice(0, shown)) say(row(seconds, samples, rule));
}

function row(seconds: number, samples: number, name: string): string {
  return `  ${(seconds * 1000).toFixed(1).padStart(8)} ms ${String(samples).padStart(10)}  ${name}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number above 0.');
}
