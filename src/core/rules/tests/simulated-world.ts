import type { ExposureState } from '../../matching/finding.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';

/** What a rule test simulates. Time is counted in samples, one for each evaluation. */
export interface SimulatedWorld {
  readonly instances: readonly SimulatedInstance[];
  /** What the exporter says an instance should use. */
  readonly expected: readonly SimulatedExpectation[];
  /** How many samples every series has. */
  readonly length: number;
  /** Replicas of the exporter, which say the same. */
  readonly exporters: number;
  /** How often each kubelet is scraped at a time. */
  readonly scrapes: number;
  /** When the exporter is away. */
  readonly exporterGap: Span | undefined;
}

/** From one sample to another, the end excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SimulatedInstance {
  /** Empty for a cluster without a name. */
  readonly cluster: string;
  readonly place: ContainerPlace | NodePlace;
  readonly component: string;
  readonly lives: Span;
  /** Cores used, each until the next begins; the first begins with the instance's life. */
  readonly usage: readonly { readonly from: number; readonly cores: number }[];
  /** When its container restarts, which makes a new cgroup with a counter from 0. */
  readonly restartsAt?: number;
  /** Versions it runs, one after the other without changing its name. */
  readonly versions: readonly VersionRun[];
}

export interface VersionRun extends Span {
  readonly version: string;
  /** By issue. */
  readonly exposures: Readonly<Record<string, ExposureState>>;
}

export interface ContainerPlace {
  readonly kind: 'container';
  readonly namespace: string;
  readonly workloadKind: string;
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
}

export interface NodePlace {
  readonly kind: 'node-process';
  readonly node: string;
  /** The cgroup that measures the process; `undefined` when the kubelet's own metrics do. */
  readonly cgroup: string | undefined;
}

export interface SimulatedExpectation {
  readonly cluster: string;
  readonly component: string;
  readonly version: string;
  readonly issue: string;
  readonly source: 'catalog' | 'override';
  readonly cores: number;
}

/** The world as series that the configured selectors find. */
export function simulate(world: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  return [
    ...world.instances.flatMap((instance) => usageSeries(instance, world, settings)),
    ...exporterNames(world).flatMap((exporter) => exporterSeries(exporter, world, settings)),
  ];
}

function exporterNames({ exporters }: SimulatedWorld): readonly string[] {
  return Array.from({ length: exporters }, (_, index) => `plimsoll-${index}:9848`);
}

function usageSeries(
  instance: SimulatedInstance,
  { scrapes }: SimulatedWorld,
  settings: RuleSettings,
): readonly InputSeries[] {
  const { lives, restartsAt } = instance;
  const runs =
    restartsAt === undefined
      ? [lives]
      : [
          { ...lives, to: restartsAt },
          { ...lives, from: restartsAt },
        ];
  return Array.from({ length: scrapes }, (_, scrape) => (scrape === 0 ? 'kubelet' : `kubelet-${scrape}`)).flatMap(
    (service) =>
      runs.map((run, index) => ({
        series: usageSelector(instance, service, index, settings),
        values: counterValues(run, instance, settings.evaluationInterval),
      })),
  );
}

function usageSelector(
  { place, cluster }: SimulatedInstance,
  service: string,
  run: number,
  settings: RuleSettings,
): string {
  const { clusterLabel, nodeLabel, cadvisorSelector, kubeletSelector } = settings;
  const common = { [clusterLabel]: cluster, service };
  if (place.kind === 'node-process') {
    const labels = { ...common, [nodeLabel]: place.node };
    return place.cgroup === undefined
      ? seriesText('process_cpu_seconds_total', { ...selectorLabels(kubeletSelector), ...labels })
      : seriesText('container_cpu_usage_seconds_total', {
          ...selectorLabels(cadvisorSelector),
          ...labels,
          id: place.cgroup,
        });
  }
  const { namespace, pod, container } = place;
  const id = `/kubepods/${namespace}/${pod}/${container}/${run}`;
  const labels = { ...selectorLabels(cadvisorSelector), ...common, namespace, pod, container, id };
  return seriesText('container_cpu_usage_seconds_total', labels);
}

/** A counter of CPU seconds that grows by the cores in use. */
function counterValues(run: Span, { usage }: SimulatedInstance, interval: number): string {
  const phases = usage.map(({ from, cores }, index) => ({
    cores,
    from: Math.max(from, run.from),
    to: Math.min(usage[index + 1]?.from ?? run.to, run.to),
  }));
  const parts = run.from === 0 ? [] : [`_x${run.from}`];
  let counter = 0;
  for (const { from, to, cores } of phases.filter((phase) => phase.from < phase.to)) {
    const step = rounded(cores * interval);
    const first = from === run.from ? 0 : counter + step;
    parts.push(`${rounded(first)}+${step}x${to - from - 1}`);
    counter = first + step * (to - from - 1);
  }
  return [...parts, 'stale'].join(' ');
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function exporterSeries(exporter: string, world: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  const scraped = { ...selectorLabels(settings.plimsollSelector), instance: exporter };
  const whole = { from: 0, to: world.length };
  const gauge = (name: string, labels: Readonly<Record<string, string>>, span: Span, value = 1): InputSeries => ({
    series: seriesText(name, { ...scraped, ...labels }),
    values: gaugeValues(span, world.exporterGap, value),
  });

  const perInstance = world.instances.flatMap((instance) => {
    const identity = { [settings.clusterLabel]: instance.cluster, ...identityOf(instance) };
    return instance.versions.flatMap(({ version, exposures, from, to }) => [
      gauge(
        instance.place.kind === 'container' ? 'plimsoll_component_info' : 'plimsoll_node_component_info',
        { ...identity, ...workloadOf(instance), version },
        { from, to },
      ),
      ...Object.entries(exposures).map(([issue, exposure]) =>
        gauge('plimsoll_known_issue', { ...identity, version, issue, exposure }, { from, to }),
      ),
    ]);
  });
  const expectations = world.expected.map(({ cluster, cores, component, version, issue, source }) => {
    const labels = { [settings.clusterLabel]: cluster, component, version, issue, source };
    return gauge('plimsoll_expected_cpu_cores', labels, whole, cores);
  });
  return [...perInstance, ...expectations, gauge('up', {}, whole)];
}

function identityOf({ place, component }: SimulatedInstance): Readonly<Record<string, string>> {
  if (place.kind === 'node-process') return { node: place.node, component };
  const { namespace, pod, container, node } = place;
  return { namespace, pod, container, node, component };
}

function workloadOf({ place }: SimulatedInstance): Readonly<Record<string, string>> {
  return place.kind === 'container' ? { workload_kind: place.workloadKind, workload: place.workload } : {};
}

/** A gauge that stands while it lives and the exporter is there. */
function gaugeValues({ from, to }: Span, gap: Span | undefined, value: number): string {
  const before = from === 0 ? [] : [`_x${from}`];
  if (!gap || gap.to <= from || gap.from >= to) return [...before, `${value}x${to - from - 1}`, 'stale'].join(' ');
  const away = `stale _x${gap.to - gap.from - 1}`;
  return [...before, `${value}x${gap.from - from - 1}`, away, `${value}x${to - gap.to - 1}`, 'stale'].join(' ');
}
