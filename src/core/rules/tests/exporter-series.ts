import { resourceWords } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import type { SimulatedInstance, SimulatedWorld, Span } from './simulated-world.ts';

/** What one replica of the exporter says of the world. */
export function exporterSeries(
  exporter: string,
  world: SimulatedWorld,
  settings: RuleSettings,
): readonly InputSeries[] {
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
  const expectations = world.expected.map(({ cluster, amount, component, version, issue, source, resource }) => {
    const labels = { [settings.clusterLabel]: cluster, component, version, issue, source };
    return gauge(`plimsoll_expected_${resourceWords[resource].unit}`, labels, whole, amount);
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
  const seen = gap.from > from ? [`${value}x${gap.from - from - 1}`, 'stale'] : ['_'];
  const back = gap.to < to ? [`_x${gap.to - gap.from - 1}`, `${value}x${to - gap.to - 1}`, 'stale'] : [];
  return [...before, ...seen, ...back].join(' ');
}
