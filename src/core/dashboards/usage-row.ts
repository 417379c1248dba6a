import type { ComparedResource } from '../catalog/measurement.ts';
import type { Row, SeriesPanel, SeriesTarget, Unit } from './dashboard-model.ts';
import { nameUnread, type PanelInput } from './panel-input.ts';

export const resourceNames: Readonly<Record<ComparedResource, string>> = { cpu: 'CPU', memory: 'Memory' };
export const resourceUnits: Readonly<Record<ComparedResource, Unit>> = { cpu: 'cores', memory: 'bytes' };

const ids = { cpu: { row: 10, median: 11, worst: 12 }, memory: { row: 20, median: 21, worst: 22 } } as const;

/** What the instances of each version use, the middle one and the highest, against what one should use. */
export function usageRow(resource: ComparedResource, input: PanelInput): Row {
  const { row, median, worst } = ids[resource];
  return {
    id: row,
    title: resourceNames[resource],
    panels: [versionMedians(median, resource, input), worstInstances(worst, resource, input)],
  };
}

function versionMedians(id: number, resource: ComparedResource, input: PanelInput): SeriesPanel {
  const { names, select, settings } = input;
  const { median } = names[resource];
  return {
    ...usagePanel(id, resource),
    title: `${resourceNames[resource]} of each version, the median of its instances`,
    description: `Against what one instance should use (dashed), by each known issue. Of all namespaces. ${whereFrom}`,
    targets: [
      {
        expr: `${select.components(median.container)} or ${select.components(median.node)}`,
        legend: `{{version}} {{${settings.clusterLabel}}}`,
        dashed: false,
      },
      expectation(resource, input),
    ],
  };
}

function worstInstances(id: number, resource: ComparedResource, input: PanelInput): SeriesPanel {
  const usage = input.select.instances(input.names[resource].usage);
  return {
    ...usagePanel(id, resource),
    title: `${resourceNames[resource]} of each version, its highest instances`,
    description: `The highest instance, and what nineteen in twenty stay below, against what one instance should use (dashed). A median hides an issue that shows on some instances only. ${whereFrom}`,
    targets: [
      { expr: nameUnread(`max by (version) (${usage})`), legend: '{{version}} highest', dashed: false },
      { expr: nameUnread(`quantile by (version) (0.95, ${usage})`), legend: '{{version}} 95 %', dashed: false },
      expectation(resource, input),
    ],
  };
}

const whereFrom =
  'What is expected comes from an override (of several the highest), from what versions without the issue used here (learned), from the catalog, or from the peers of an instance now.';

function expectation(resource: ComparedResource, input: PanelInput): SeriesTarget {
  return {
    expr: `${expectedUsage(resource, input)} or ${highestOverride(resource, input)}`,
    legend: `expected {{issue}} ({{source}}) {{${input.settings.clusterLabel}}}`,
    dashed: true,
  };
}

/** What one instance should use by each issue, with the source: a number that is expected, or what its peers use. */
export function expectedUsage(resource: ComparedResource, { names, select }: PanelInput): string {
  const { expected, peers } = names[resource];
  return `${select.components(expected)} or label_replace(${select.components(peers)}, "source", "peers", "", "")`;
}

/** Overrides are of instances, and for every issue. */
function highestOverride(resource: ComparedResource, { names, select, settings }: PanelInput): string {
  const overridden = select.instances(names[resource].overridden);
  return `label_replace(max by (${settings.clusterLabel}, component) (${overridden}), "source", "override", "", "")`;
}

function usagePanel(id: number, resource: ComparedResource) {
  return { kind: 'series', id, width: 12, height: 9, unit: resourceUnits[resource], stacked: false } as const;
}
