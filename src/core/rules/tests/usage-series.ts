import type { ComparedResource } from '../../catalog/measurement.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import type { SimulatedInstance, Span, UsagePhase } from './simulated-world.ts';

/** What cAdvisor or the kubelet measures of one instance, as often as it is scraped. */
export function usageSeries(
  instance: SimulatedInstance,
  scrapes: number,
  settings: RuleSettings,
): readonly InputSeries[] {
  const { lives, restartsAt, resource, place } = instance;
  if (instance.usage.length === 0) return [];
  const runs =
    restartsAt === undefined
      ? [lives]
      : [
          { ...lives, to: restartsAt },
          { ...lives, from: restartsAt },
        ];
  // A container's restart makes another series; a process on a node starts its own counter again.
  const lifetimes = place.kind === 'container' ? runs.map((run) => [run]) : [runs];
  return Array.from({ length: scrapes }, (_, scrape) => (scrape === 0 ? 'kubelet' : `kubelet-${scrape}`)).flatMap(
    (service) =>
      lifetimes.map((lifetime, index) => ({
        series: usageSelector(instance, service, index, settings),
        values: valuesOf(resource, lifetime, instance, settings.evaluationInterval),
      })),
  );
}

const metrics: Readonly<Record<ComparedResource, { readonly cgroup: string; readonly process: string }>> = {
  cpu: { cgroup: 'container_cpu_usage_seconds_total', process: 'process_cpu_seconds_total' },
  memory: { cgroup: 'container_memory_working_set_bytes', process: 'process_resident_memory_bytes' },
};

function usageSelector(
  { place, cluster, resource }: SimulatedInstance,
  service: string,
  run: number,
  settings: RuleSettings,
): string {
  const { clusterLabel, nodeLabel, cadvisorSelector, kubeletSelector } = settings;
  const metric = metrics[resource];
  const common = { [clusterLabel]: cluster, service };
  if (place.kind === 'node-process') {
    const labels = { ...common, [nodeLabel]: place.node };
    return place.cgroup === undefined
      ? seriesText(metric.process, { ...selectorLabels(kubeletSelector), ...labels })
      : seriesText(metric.cgroup, { ...selectorLabels(cadvisorSelector), ...labels, id: place.cgroup });
  }
  const { namespace, pod, container } = place;
  const id = `/kubepods/${namespace}/${pod}/${container}/${run}`;
  const labels = { ...selectorLabels(cadvisorSelector), ...common, namespace, pod, container, id };
  return seriesText(metric.cgroup, labels);
}

/** A gauge of bytes, or a counter of CPU seconds that grows by the cores in use. */
function valuesOf(
  resource: ComparedResource,
  runs: readonly Span[],
  { usage }: SimulatedInstance,
  interval: number,
): string {
  const values = runs.flatMap((run) => {
    const phases = phasesOf(run, usage);
    return resource === 'memory' ? phases.map(gaugeValues) : counterValues(phases, interval);
  });
  const [first] = runs;
  return [...(first === undefined || first.from === 0 ? [] : [`_x${first.from}`]), ...values, 'stale'].join(' ');
}

/** The phases that fall into a run, cut to it. */
function phasesOf(run: Span, usage: SimulatedInstance['usage']): readonly Phase[] {
  return usage
    .map((phase, index) => ({
      ...phase,
      from: Math.max(phase.from, run.from),
      to: Math.min(usage[index + 1]?.from ?? run.to, run.to),
      amount: phase.amount + (phase.growth ?? 0) * Math.max(0, run.from - phase.from),
    }))
    .filter((phase) => phase.from < phase.to);
}

type Phase = UsagePhase & Span;

function gaugeValues({ from, to, amount, growth = 0 }: Phase): string {
  return steps(amount, growth, to - from);
}

function counterValues(phases: readonly Phase[], interval: number): readonly string[] {
  let counter = 0;
  return phases.map(({ from, to, amount, growth = 0 }, index) => {
    const first = index === 0 ? 0 : counter + amount * interval;
    if (growth === 0) {
      counter = first + amount * interval * (to - from - 1);
      return steps(first, amount * interval, to - from);
    }
    counter = first;
    const values = [rounded(counter)];
    for (let sample = 1; sample < to - from; sample++) {
      counter += (amount + growth * sample) * interval;
      values.push(rounded(counter));
    }
    return values.join(' ');
  });
}

/** `start`, and as often as makes `count` values, `step` more. */
function steps(start: number, step: number, count: number): string {
  return `${rounded(start)}${step < 0 ? '' : '+'}${rounded(step)}x${count - 1}`;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
