import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { comparedResource, showingComponents } from '../../src/core/catalog/known-issue.ts';
import { measureValues } from '../../src/core/rules/measure-values.ts';
import { type Measure, measures } from '../../src/core/rules/measured-on.ts';
import type { RuleSettings } from '../../src/core/rules/rule-settings.ts';
import type { Consumer, SyntheticCluster } from './cluster.ts';
import { labelSets } from './exporter-text.ts';
import { cadvisorLabelsOf, cpuSeconds, memoryBytes } from './fake-targets.ts';
import { type PastSeries, writePast } from './remote-write.ts';

/** Labels that a target adds to what it tells. */
export const cadvisorTarget = { job: 'kubelet', metrics_path: '/metrics/cadvisor', cluster: 'bench' };

/** Seconds between two scrapes. */
export const scrapeInterval = 30;

interface Past {
  /** How far back, in seconds. */
  readonly reach: number;
  readonly series: readonly PastSeries[];
}

/**
 * Gives Prometheus what it would have after a week: what rules look back at is there in full, so that the first evaluation
 * costs what every later one does. Returns the number of samples.
 */
export async function writeHistory(
  url: string,
  catalog: Catalog,
  cluster: SyntheticCluster,
  exporter: string,
  settings: RuleSettings,
): Promise<number> {
  const growing = growingComponents(catalog);
  const instances = [...instancesOf(cluster, exporter)];
  const long = instances.filter(({ labels }) => growing.has(labels['component'] ?? ''));
  const past: readonly Past[] = [
    { reach: settings.history, series: healthyMedians(instances, catalog, settings) },
    { reach: settings.growthWindow + settings.settle + 600, series: usage(long, settings) },
    { reach: settings.settle + 600, series: usage(instances, settings) },
    { reach: settings.growthWindow, series: rawUsage(long) },
  ];
  const now = Math.floor(Date.now() / 1000);
  let samples = 0;
  for (let from = now - settings.history; from < now; from += 3_600) {
    const series = past.flatMap((one) => (from >= now - one.reach - 3_600 ? one.series : []));
    samples += await writePast(
      url,
      [...new Map(series.map((one) => [one.labels, one])).values()],
      from,
      Math.min(now, from + 3_600),
    );
  }
  return samples;
}

interface Instance {
  readonly consumer: Consumer;
  readonly runs: Measure['runs'];
  /** As its usage is recorded. */
  readonly labels: Readonly<Record<string, string>>;
}

function* instancesOf({ tracked, processes }: SyntheticCluster, exporter: string): Iterable<Instance> {
  const pods = new Map(tracked.map((one) => [`${one.pod}/${one.container}`, one]));
  for (const labels of labelSets(exporter, 'plimsoll_component_info')) {
    const consumer = pods.get(`${labels['pod']}/${labels['container']}`);
    if (consumer) yield { consumer, runs: 'container', labels: { ...labels, cluster: 'bench' } };
  }
  const nodes = new Map(processes.map((one) => [one.node, one]));
  for (const labels of labelSets(exporter, 'plimsoll_node_component_info')) {
    const consumer = nodes.get(labels['node'] ?? '');
    if (consumer) yield { consumer, runs: 'node-process', labels: { ...labels, cluster: 'bench' } };
  }
}

function growingComponents({ issues }: Catalog): ReadonlySet<string> {
  const growing = issues.filter((issue) => issue.signature === 'growth' && comparedResource(issue) !== undefined);
  return new Set(growing.flatMap((issue) => showingComponents(issue).map(({ id }) => id)));
}

function usage(instances: readonly Instance[], settings: RuleSettings): readonly PastSeries[] {
  return measures(settings).flatMap(({ runs, resource, recordings }) =>
    instances
      .filter((instance) => instance.runs === runs)
      .map(({ consumer, labels }) => ({
        labels: sharedLabels(recordings.usage, labels),
        interval: settings.evaluationInterval,
        value: (at) => (resource === 'cpu' ? consumer.cores : memoryBytes(consumer, at)),
      })),
  );
}

/** An object for each series, the same whenever it is asked for. */
const seriesLabels = new WeakMap<object, Map<string, Readonly<Record<string, string>>>>();

function sharedLabels(name: string, labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = seriesLabels.get(labels) ?? new Map<string, Readonly<Record<string, string>>>();
  seriesLabels.set(labels, known);
  const shared = known.get(name) ?? { ...labels, __name__: name };
  known.set(name, shared);
  return shared;
}

/** What the naive form of a leak looks back at. */
function rawUsage(instances: readonly Instance[]): readonly PastSeries[] {
  return instances.flatMap(({ consumer, runs }) => {
    if (runs !== 'container') return [];
    const labels = { ...cadvisorLabelsOf(consumer), ...cadvisorTarget };
    const cpu = { ...labels, __name__: 'container_cpu_usage_seconds_total' };
    const memory = { ...labels, __name__: 'container_memory_working_set_bytes' };
    return [
      { labels: cpu, interval: scrapeInterval, value: (at) => cpuSeconds(consumer, at) },
      { labels: memory, interval: scrapeInterval, value: (at) => memoryBytes(consumer, at) },
    ];
  });
}

function healthyMedians(
  instances: readonly Instance[],
  { issues }: Catalog,
  settings: RuleSettings,
): readonly PastSeries[] {
  return measures(settings).flatMap((on) => {
    const versions = new Map(
      instances
        .filter(({ runs }) => runs === on.runs)
        .map(({ labels: { component = '', version = '' } }) => [`${component} ${version}`, { component, version }]),
    );
    return [...versions.values()].map((version) => ({
      labels: { ...version, cluster: 'bench', __name__: measureValues(on, issues, settings).healthy_median },
      interval: settings.evaluationInterval,
      value: () => (on.resource === 'cpu' ? 0.04 : 80e6),
    }));
  });
}
