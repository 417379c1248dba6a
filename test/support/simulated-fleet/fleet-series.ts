import type { Catalog } from '../../../src/core/catalog/catalog.ts';
import { createRecogniser } from '../../../src/core/components/recognise.ts';
import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import type { Instance, Inventory } from '../../../src/core/inventory/inventory.ts';
import { readObjects } from '../../../src/core/inventory/read-objects.ts';
import { createSnapshotRenderer } from '../../../src/core/metrics/render-snapshot.ts';
import { takeSnapshot } from '../../../src/core/metrics/snapshot.ts';
import type { RuleSettings } from '../../../src/core/rules/rule-settings.ts';
import { selectorLabels } from '../../../src/core/rules/selector-labels.ts';
import { finish } from '../../../src/core/work/pausable.ts';
import { expositionText } from '../exposition-text.ts';
import { changes, clusterAt, storyMinutes } from './cluster-at.ts';
import { limitsOf } from './limits.ts';
import { createSeriesBook, type SeriesBook, type StorySeries } from './story-series.ts';
import { type Usage, usageAt } from './usage.ts';

/**
 * What Prometheus would have scraped over the story: the exporter's series as it renders them, what cAdvisor and the kubelet
 * measured, what kube-state-metrics says of limits, and Prometheus' own about its rule groups.
 */
export function fleetSeries(
  catalog: Catalog,
  ruleGroups: readonly string[],
  settings: RuleSettings,
): readonly StorySeries[] {
  const book = createSeriesBook();
  const counters = new Map<string, number>();
  const phases = changes.map((from) => ({ from, ...phaseAt(from, catalog, settings) }));
  const stateMetrics = {
    ...selectorLabels(settings.kubeStateMetricsSelector),
    [settings.clusterLabel]: 'harbour',
  };
  for (let minute = 0; minute <= storyMinutes; minute += 1) {
    const phase = phases.findLast(({ from }) => from <= minute);
    for (const labels of phase?.exported ?? []) book.put(labels.labels, minute, labels.value);
    for (const [index, instance] of (phase?.inventory.instances ?? []).entries()) {
      measure(instance, usageAt(instance, minute, index), minute, { book, counters, settings });
    }
    for (const { labels, value } of phase === undefined ? [] : limitsOf(phase.inventory)) {
      book.put({ ...stateMetrics, ...labels }, minute, value);
    }
    putHealth(minute, ruleGroups, book, settings);
  }
  return book.all();
}

interface Exported {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function phaseAt(
  minute: number,
  catalog: Catalog,
  settings: RuleSettings,
): { readonly inventory: Inventory; readonly exported: readonly Exported[] } {
  const reading = readObjects(clusterAt(minute), catalog.wantedFacts);
  if (!reading.ok) throw new Error(reading.message);
  const inventory = buildInventory(reading.objects, createRecogniser(catalog.components));
  const identity = { version: '0.1.0', digest: 'story', builtIn: true, overridden: [] };
  const exposition = finish(createSnapshotRenderer(identity, settings.clusterLabel)(takeSnapshot(inventory, catalog)));
  return { inventory, exported: readExposition(expositionText(exposition), settings) };
}

/** The samples of an exposition, with the labels that scraping adds. */
function readExposition(text: string, settings: RuleSettings): readonly Exported[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const {
      name = '',
      labels = '',
      value,
    } = /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups ?? {};
    const pairs = [...labels.matchAll(/(\w+)=("(?:[^"\\]|\\.)*")/g)].map(([, label, quoted]) => [
      label,
      JSON.parse(quoted ?? '""'),
    ]);
    return { labels: { __name__: name, ...scraped(settings), ...Object.fromEntries(pairs) }, value: Number(value) };
  });
}

function scraped(settings: RuleSettings): Readonly<Record<string, string>> {
  return {
    ...selectorLabels(settings.plimsollSelector),
    [settings.clusterLabel]: 'harbour',
    instance: '10.42.0.7:9848',
  };
}

interface Meters {
  readonly book: SeriesBook;
  readonly counters: Map<string, number>;
  readonly settings: RuleSettings;
}

/** One scrape of an instance's usage: a counter of CPU seconds that begins at 0, and its memory. */
function measure(
  instance: Instance,
  { cores, bytes }: Usage,
  minute: number,
  { book, counters, settings }: Meters,
): void {
  const place = instance.kind === 'container' ? `${instance.pod}/${instance.container}` : instance.nodeName;
  const seconds = (counters.get(place) ?? 0) + cores * 60;
  counters.set(place, seconds);
  const cluster = { [settings.clusterLabel]: 'harbour', [settings.nodeLabel]: instance.nodeName };
  if (instance.kind === 'container') {
    const { namespace, pod, container } = instance;
    const labels = {
      ...selectorLabels(settings.cadvisorSelector),
      ...cluster,
      namespace,
      pod,
      container,
      id: `/${place}`,
    };
    book.put({ __name__: 'container_cpu_usage_seconds_total', ...labels }, minute, seconds);
    book.put({ __name__: 'container_memory_working_set_bytes', ...labels }, minute, bytes);
    return;
  }
  const labels = { ...selectorLabels(settings.kubeletSelector), ...cluster };
  book.put({ __name__: 'process_cpu_seconds_total', ...labels }, minute, seconds);
  book.put({ __name__: 'process_resident_memory_bytes', ...labels }, minute, bytes);
}

/** A rule group that Prometheus failed to evaluate in the same ten minutes. */
const failingGroup = 'plimsoll.usage';

/** When the API server did not answer: from 100 to 110 the view of the cluster stands still. */
const outage = { from: 100, to: 110 };

function putHealth(minute: number, ruleGroups: readonly string[], book: SeriesBook, settings: RuleSettings): void {
  const own = scraped(settings);
  const beforeEnd = Math.min(minute, outage.to);
  const failures = Math.max(0, beforeEnd - outage.from);
  const confirmed = minute >= outage.from && minute < outage.to ? outage.from : minute;
  book.put({ __name__: 'up', ...own }, minute, 1);
  book.put({ __name__: 'plimsoll_discovery_last_success_timestamp_seconds', ...own }, minute, confirmed * 60 - 20);
  const errors = { __name__: 'plimsoll_discovery_errors_total', ...own };
  book.put({ ...errors, resource: 'pods', reason: 'unreachable' }, minute, failures);
  book.put({ ...errors, resource: 'nodes', reason: 'unreachable' }, minute, Math.floor(failures / 2));
  for (const [index, group] of ruleGroups.entries()) {
    const labels = { job: 'prometheus', rule_group: `/etc/prometheus/rules/plimsoll.yaml;${group}` };
    book.put(
      { __name__: 'prometheus_rule_evaluation_failures_total', ...labels },
      minute,
      group === failingGroup ? failures : 0,
    );
    const duration = 0.004 + 0.003 * (1 + Math.sin(minute / 9 + index));
    book.put({ __name__: 'prometheus_rule_group_last_duration_seconds', ...labels }, minute, duration);
  }
}
