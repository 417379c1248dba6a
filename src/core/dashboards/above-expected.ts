import type { ComparedResource } from '../catalog/measurement.ts';
import { plain, type TablePanel } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';
import { expectedUsage, resourceNames, resourceUnits } from './usage-row.ts';

/** More rows than anyone reads; a component of a large fleet may have thousands. */
const mostInstances = 100;

/** Instances that diverge, the worst first. */
export function aboveExpected(id: number, resource: ComparedResource, input: PanelInput): TablePanel {
  const { names, select, columns } = input;
  const labels = [
    columns.issue,
    columns.version,
    columns.cluster,
    columns.namespace,
    columns.workload,
    columns.pod,
    columns.container,
    columns.node,
    { label: 'source', header: 'Expected by', link: undefined },
  ];
  const worst = `topk(${mostInstances}, max ${by(labels)} (${select.instances(names[resource].diverging)}))`;
  const compared = `${columns.cluster.label}, issue, source`;
  const instance = [columns.cluster, columns.namespace, columns.pod, columns.container, columns.node]
    .map(({ label }) => label)
    .join(', ');
  const overrides = `max by (${instance}) (${select.instances(names[resource].overridden)})`;
  const overridden = `label_replace(${overrides}, "source", "override", "", "")`;
  return {
    kind: 'table',
    id,
    title: `${resourceNames[resource]}: instances above, worst first`,
    description: `The least that each instance used over the whole of its window, and how many times the expected usage that is; an instance that is compared with its own quiet time has no such number. At most ${mostInstances}.`,
    width: 24,
    height: 6,
    labels,
    numbers: [
      { header: resourceNames[resource], expr: worst, unit: resourceUnits[resource], thresholds: plain },
      {
        header: 'Times expected',
        expr: [
          `${worst} / on (${compared}) group_left () max by (${compared}) (${expectedUsage(resource, input)})`,
          `${worst} / on (${instance}, source) group_left () ${overridden}`,
        ].join(' or '),
        unit: 'times',
        thresholds: plain,
      },
    ],
    sortBy: { header: resourceNames[resource], descending: true },
  };
}
