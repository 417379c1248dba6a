import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { discoveryReasons, discoveryResources } from '../../app/discovery.ts';
import type { ExporterObserver } from '../../app/exporter.ts';
import { families } from '../../core/metrics/families.ts';

export interface OwnMetrics extends ExporterObserver {
  /** The exporter's own families as text. */
  readonly render: () => Promise<string>;
}

/** Gauges that prom-client names like counters, which `promtool check metrics` rightly refuses. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Metrics about the exporter itself: its process, and how discovery is. */
export function createOwnMetrics(build: { readonly version: string; readonly nodeVersion: string }): OwnMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);

  gauge(families.buildInfo, registry).set({ version: build.version, node_version: build.nodeVersion }, 1);
  const lastSuccess = gauge(families.discoveryLastSuccess, registry);
  lastSuccess.set(0);
  const duration = gauge(families.discoveryDuration, registry);
  duration.set(0);
  const errors = counter(families.discoveryErrors, registry);
  for (const resource of discoveryResources) {
    for (const reason of discoveryReasons) errors.inc({ resource, reason }, 0);
  }

  return {
    render: () => registry.metrics(),
    onSnapshot: (_snapshot, seconds) => duration.set(seconds),
    onConfirmed: (at) => lastSuccess.set(at / 1000),
    onFailure: ({ resource, reason }) => errors.inc({ resource, reason }),
  };
}

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
