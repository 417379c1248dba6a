import { measuredOn } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type InputSeries, seriesText } from './promtool-test.ts';
import type { SimulatedInstance, SimulatedWorld, Span } from './simulated-world.ts';

/** What the rules that read kube-state-metrics record of the world: where they run, all others begin with it. */
export function recordedSeries({ instances }: SimulatedWorld, settings: RuleSettings): readonly InputSeries[] {
  return instances.flatMap((instance) => {
    const { identity, knownIssue } = measuredOn(instance.place.kind, instance.resource, settings).recordings;
    const labels = { [settings.clusterLabel]: instance.cluster, component: instance.component };
    return instance.versions.flatMap(({ version, exposures, ...span }) => [
      gauge(identity, { ...labels, ...identityOf(instance), version }, span),
      ...Object.entries(exposures).map(([issue, exposure]) =>
        gauge(knownIssue, { ...labels, ...placeOf(instance), version, issue, exposure }, span),
      ),
    ]);
  });
}

function gauge(name: string, labels: Readonly<Record<string, string>>, { from, to }: Span): InputSeries {
  return {
    series: seriesText(name, labels),
    values: `${from === 0 ? '' : `_x${from} `}1x${to - from - 1} stale`,
  };
}

function placeOf({ place }: SimulatedInstance): Readonly<Record<string, string>> {
  if (place.kind === 'node-process') return { node: place.node };
  return { namespace: place.namespace, pod: place.pod, container: place.container };
}

function identityOf(instance: SimulatedInstance): Readonly<Record<string, string>> {
  const { place } = instance;
  if (place.kind === 'node-process') return placeOf(instance);
  const { workloadKind: workload_kind, workload, node } = place;
  return { ...placeOf(instance), workload_kind, workload, node };
}
