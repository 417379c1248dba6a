import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { firstFigure } from '../../src/core/catalog/measurement.ts';
import type { Component } from '../../src/core/components/component.ts';
import type { RuledIssue } from '../../src/core/rules/choose-issues.ts';
import { divergenceOf, growthFloorOf } from '../../src/core/rules/divergence.ts';
import { containersOf } from '../../src/core/rules/general-values.ts';
import { type Measure, measures } from '../../src/core/rules/measured-on.ts';
import type { RuleSettings } from '../../src/core/rules/rule-settings.ts';
import { anyOf, escapeString } from '../../src/core/text/promql-escape.ts';

/**
 * The alerts as one would write them at first: each one expression over what is scraped, without recordings.
 *
 * `frugal` selects containers by the names that the catalog has, which is a trick of the generated rules. Both forms are
 * spared history: an issue without a figure is judged by the present usage of other versions, and not by their past week.
 */
export function naiveRules(
  catalog: Catalog,
  issues: readonly RuledIssue[],
  frugal: boolean,
  given: RuleSettings,
): object {
  const settings: NaiveSettings = { ...given, frugal };
  const groups = [
    ...issues.map((ruled) => ({
      name: `${ruled.issue.id}-${ruled.on.runs}`,
      rules: [
        alert('KnownIssue', knownIssue(ruled, settings), ruled.issue.signature === 'growth' ? '5m' : '10m'),
        alert('KnownIssueSaturates', saturating(ruled, settings), '10m'),
      ],
    })),
    ...measures(settings).map((on) => ({
      name: `unexplained-${on.runs}-${on.resource}`,
      rules: [alert('Unexplained', unexplained(on, catalog.components, settings), '30m')],
    })),
  ];
  return { groups: groups.map((group) => ({ ...group, interval: `${settings.evaluationInterval}s` })) };
}

interface NaiveSettings extends RuleSettings {
  readonly frugal: boolean;
}

function alert(name: string, expr: string, pending: string): object {
  return { alert: `Naive${name}`, expr, for: pending, labels: { severity: 'warning' } };
}

function knownIssue(ruled: RuledIssue, settings: NaiveSettings): string {
  const { issue, on, judged } = ruled;
  const { factor, floor } = divergenceOf(issue, on.resource, settings);
  const used = joined(on, judged, raw(on, judged, settings), settings);
  const cluster = settings.clusterLabel;
  const count = (judgedSo: string) =>
    `count by (${on.workloadLabels.join(', ')}, component, version) (${judgedSo}) > 0`;
  switch (issue.signature) {
    case 'growth': {
      const series =
        on.resource === 'cpu' ? `${raw(on, judged, settings, '[6h:5m]')}` : raw(on, judged, settings, '[6h]');
      const slope = joined(on, judged, series, settings);
      return count(`(${slope} > ${growthFloorOf(issue, on.resource, settings)}) ${shows(ruled)}`);
    }
    case 'outlier': {
      const peers = `quantile by (${cluster}, component) (0.5, ${used})`;
      return count(
        `(${used} > on (${cluster}, component) group_left () ${factor} * clamp_min(${peers}, ${floor})) ${shows(ruled)}`,
      );
    }
    default: {
      const figure = judged
        .map(({ id }) => firstFigure(on.resource, id, issue.expected, 'highest')?.value)
        .find((value) => value !== undefined);
      if (figure !== undefined) return count(`(${used} > ${Math.max(floor, factor * figure)}) ${shows(ruled)}`);
      const others = `quantile by (${cluster}, component) (0.5, ${used} unless on (${on.instanceLabels.join(', ')}) plimsoll_known_issue{issue="${issue.id}"})`;
      return count(
        `(${used} > on (${cluster}, component) group_left () clamp_min(${factor} * ${others}, ${floor})) ${shows(ruled)}`,
      );
    }
  }
}

function saturating(ruled: RuledIssue, settings: NaiveSettings): string {
  const { on, judged } = ruled;
  const used = joined(on, judged, raw(on, judged, settings), settings);
  const resource = on.words.kubernetesName;
  const limit =
    on.runs === 'container'
      ? `min by (${on.instanceLabels.join(', ')}) (kube_pod_container_resource_limits{resource="${resource}", container=~"${containersOf(judged)}"})`
      : `min by (${on.instanceLabels.join(', ')}) (kube_node_status_allocatable{resource="${resource}"})`;
  return `(${used} >= on (${on.instanceLabels.join(', ')}) group_left () ${settings.saturation} * ${limit}) ${shows(ruled)}`;
}

function unexplained(on: Measure, components: readonly Component[], settings: NaiveSettings): string {
  const cluster = settings.clusterLabel;
  // The process metrics of the kubelet are of one process.
  const own = components.filter(({ runs }) => runs.as === on.runs && (runs.as === 'container' || runs.kubeletInside));
  const used = joined(on, own, raw(on, own, settings), settings);
  return `quantile by (${cluster}, component, version) (0.5, ${used})
> on (${cluster}, component) group_left () ${settings.regressionFactor} * quantile by (${cluster}, component) (0.5, ${used})`;
}

function shows({ issue, on, exposedOn }: RuledIssue): string {
  const labels = issue.victim ? exposedOn.instanceLabels.slice(0, 1) : on.instanceLabels;
  return `and on (${labels.join(', ')}) plimsoll_known_issue{issue="${escapeString(issue.id)}", exposure=~"exposed|unknown"}`;
}

/** What each instance uses, or how fast that grows over a range. */
function raw(on: Measure, judged: readonly Component[], settings: NaiveSettings, range?: string): string {
  const [aggregation, series] =
    on.runs === 'container'
      ? [
          'sum',
          `{${settings.cadvisorSelector}, ${settings.frugal ? `container=~"${containersOf(judged)}"` : 'container!="", container!="POD"'}}`,
        ]
      : ['max', `{${settings.kubeletSelector}}`];
  const names =
    on.runs === 'container'
      ? { cpu: 'container_cpu_usage_seconds_total', memory: 'container_memory_working_set_bytes' }
      : { cpu: 'process_cpu_seconds_total', memory: 'process_resident_memory_bytes' };
  const value = on.resource === 'cpu' ? `rate(${names.cpu}${series}[5m])` : `${names.memory}${series}`;
  const over = range === undefined ? value : `deriv(${value}${range})`;
  return `${aggregation} by (${on.instanceLabels.join(', ')}) (${over})`;
}

function joined(on: Measure, judged: readonly Component[], value: string, { plimsollSelector }: NaiveSettings): string {
  const components = escapeString(anyOf(judged.map(({ id }) => id)));
  const info = on.runs === 'container' ? 'plimsoll_component_info' : 'plimsoll_node_component_info';
  const labels = on.identityLabels.filter((label) => !on.instanceLabels.includes(label));
  return `${value} * on (${on.instanceLabels.join(', ')}) group_left (${labels.join(', ')})
max by (${on.identityLabels.join(', ')}) (${info}{${plimsollSelector}, component=~"${components}"})`;
}
