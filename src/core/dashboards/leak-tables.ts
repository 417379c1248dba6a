import type { ComparedResource } from '../catalog/measurement.ts';
import { noneIsGood, plain, type TablePanel, type Thresholds } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';
import { resourceNames, resourceUnits } from './usage-row.ts';

/** Leaks of every resource: one row for each workload or node, the one that reaches its limit first on top. */
export function leaks(id: number, { names, select, settings, columns }: PanelInput): TablePanel {
  const labels = [
    columns.issue,
    columns.component,
    columns.version,
    columns.cluster,
    columns.namespace,
    columns.workload,
    columns.node,
  ];
  const both = (name: 'slope' | 'timeToLimit') =>
    [names.cpu[name], names.memory[name]]
      // A workload is one row, on however many nodes it runs.
      .map(
        ({ container, node }) =>
          `label_replace(${select.workloads(container)}, "node", "", "", "") or ${select.workloads(node)}`,
      )
      .join(' or ');
  return {
    kind: 'table',
    id,
    title: 'Leaks',
    description:
      'Instances whose usage has kept growing, as a known issue describes, and how long it takes at this pace until the first of them has used up its limit or its node. Without either there is no such time.',
    width: 24,
    height: 5,
    labels,
    numbers: [
      {
        header: 'Instances',
        expr: `count ${by(labels)} (${both('slope')})`,
        unit: 'count',
        thresholds: noneIsGood('orange'),
      },
      {
        header: 'Time to limit',
        expr: `min ${by(labels)} (${both('timeToLimit')})`,
        unit: 'seconds',
        thresholds: soon(settings.growthHorizon),
      },
    ],
    sortBy: { header: 'Time to limit', descending: false },
  };
}

/** Instances that keep growing, the fastest first. */
export function growing(
  id: number,
  resource: ComparedResource,
  { names, select, settings, columns }: PanelInput,
): TablePanel {
  const labels = [
    columns.issue,
    columns.version,
    columns.cluster,
    columns.namespace,
    columns.workload,
    columns.pod,
    columns.container,
    columns.node,
  ];
  const { usage, slope, timeToLimit } = names[resource];
  const fastest = `max ${by(labels)} (${select.instances(slope)})`;
  const identity = labels
    .slice(1)
    .map(({ label }) => label)
    .join(', ');
  return {
    kind: 'table',
    id,
    title: `${resourceNames[resource]}: instances that keep growing, fastest first`,
    description:
      'What each leak adds in an hour, what the instance uses now, and how long it takes at this pace until it has used up its limit or its node.',
    width: 24,
    height: 5,
    labels,
    numbers: [
      { header: 'In an hour', expr: `3600 * ${fastest}`, unit: resourceUnits[resource], thresholds: plain },
      {
        header: 'Now',
        expr: `0 * ${fastest} + on (${identity}) group_left () max by (${identity}) (${select.instances(usage)})`,
        unit: resourceUnits[resource],
        thresholds: plain,
      },
      {
        header: 'Time to limit',
        expr: `min ${by(labels)} (${select.instances(timeToLimit)})`,
        unit: 'seconds',
        thresholds: soon(settings.growthHorizon),
      },
    ],
    sortBy: { header: 'In an hour', descending: true },
  };
}

/** As the critical alert of a leak has it. */
function soon(horizon: number): Thresholds {
  return { below: 'red', from: [{ limit: horizon, colour: 'orange' }] };
}
