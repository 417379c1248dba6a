import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { discoveryReasons, type ResourceStatus } from '../../app/discovery.ts';
import type { ExporterObserver } from '../../app/exporter.ts';
import { families } from '../../core/metrics/families.ts';

export interface OwnMetrics extends ExporterObserver {
  /** The exporter's own families as text. */
  readonly render: () => Promise<string>;
}

/** Gauges that prom-client names like counters, which `promtool check metrics` rightly refuses. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export interface OwnMetricsDeps {
  readonly version: string;
  readonly nodeVersion: string;
  /** Looked at for each scrape. */
  readonly status: () => readonly ResourceStatus[];
}

/** Metrics about the exporter itself: its process, and how discovery is. */
export function createOwnMetrics({ version, nodeVersion, status }: OwnMetricsDeps): OwnMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);

  gauge(families.buildInfo, registry).set({ version, node_version: nodeVersion }, 1);
  const lastSuccess = gauge(families.discoveryLastSuccess, registry);
  lastSuccess.set(0);
  const duration = gauge(families.discoveryDuration, registry);
  duration.set(0);
  const errors = counter(families.discoveryErrors, registry);
  for (const { resource } of status()) {
    for (const reason of discoveryReasons) errors.inc({ resource, reason }, 0);
  }
  const gauges = statusGauges.map(([family, read]) => ({ metric: gauge(family, registry), read }));
  const counters = statusCounters.map(([family, read]) => ({ metric: counter(family, registry), read }));

  function readStatus(): void {
    for (const each of status()) {
      const { resource } = each;
      for (const { metric, read } of gauges) metric.set({ resource }, read(each));
      for (const { metric, read } of counters) {
        metric.remove({ resource });
        metric.inc({ resource }, read(each));
      }
    }
  }

  return {
    render() {
      readStatus();
      return registry.metrics();
    },
    onSnapshot: (_snapshot, seconds) => duration.set(seconds),
    onConfirmed: (at) => lastSuccess.set(at / 1000),
    onFailure: ({ resource, reason }) => errors.inc({ resource, reason }),
    onRecovery: () => undefined,
  };
}

type StatusFamily = readonly [family: Described<'resource'>, read: (status: ResourceStatus) => number];

const statusGauges: readonly StatusFamily[] = [
  [families.discoveryCollections, ({ collections }) => collections],
  [families.discoveryUnreadable, ({ unreadable }) => unreadable],
  [families.discoveryLastProgress, ({ lastProgress = 0 }) => lastProgress / 1000],
  [families.discoveryObjects, ({ kept }) => kept],
];

const statusCounters: readonly StatusFamily[] = [
  [families.discoveryObjectsRead, ({ objects }) => objects],
  [families.discoveryReadBytes, ({ bytes }) => bytes],
  [families.discoveryLists, ({ lists }) => lists],
  [families.discoveryWatches, ({ watches }) => watches],
  [families.discoveryRestarts, ({ restarts }) => restarts],
  [families.discoveryEvents, ({ events }) => events],
];

interface Described<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

function gauge<Label extends string>({ name, help, labels }: Described<Label>, registry: Registry): Gauge<Label> {
  return new Gauge({ name, help, labelNames: labels, registers: [registry] });
}

function counter<Label extends string>({ name, help, labels }: Described<Label>, registry: Registry): Counter<Label> {
  return new Counter({ name, help, labelNames: labels, registers: [registry] });
}
