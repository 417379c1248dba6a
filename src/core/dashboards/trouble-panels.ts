import { plain, type SeriesPanel, type TablePanel } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';

const aboutUsage = 'alertname=~"PlimsollKnownIssue(?:CPU|Memory)"';

/** Alerts that fire about known issues, those first that take all of a limit or a node. */
export function alertTable(id: number, { select, columns }: PanelInput): TablePanel {
  const column = (label: string, header: string) => ({ label, header, link: undefined });
  const labels = [
    column('severity', 'Severity'),
    columns.issue,
    column('resource', 'Uses too much'),
    columns.component,
    columns.version,
    columns.cluster,
    columns.namespace,
    columns.workload,
    columns.node,
    column('source', 'Expected by'),
    column('saturates', 'Takes all of'),
  ];
  const since = select.workloads('ALERTS_FOR_STATE', aboutUsage);
  const firing = select.workloads('ALERTS', `${aboutUsage}, alertstate="firing"`);
  const resource = `label_replace(${since} and ignoring (alertstate) ${firing}, "resource", "$1", "alertname", "PlimsollKnownIssue(.*)")`;
  return {
    kind: 'table',
    id,
    title: 'Alerts that fire',
    description:
      'One for each workload or node with usage that a known issue explains, and a critical one beside it where that takes all of the limit or the node, or of a leak soon will. Since is when the condition first held.',
    width: 24,
    height: 11,
    labels,
    numbers: [
      {
        header: 'Since',
        expr: `1000 * max ${by(labels)} (${resource})`,
        unit: 'time',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'Severity', descending: false },
  };
}

/** Instances above what they should use, by issue and resource. */
export function divergingOverTime(id: number, { names, select }: PanelInput): SeriesPanel {
  const target = (resource: 'cpu' | 'memory', word: string) => ({
    expr: `count by (issue) (${select.instances(names[resource].diverging)} or ${select.instances(names[resource].slope)})`,
    legend: `{{issue}} ${word}`,
    dashed: false,
  });
  const saturating = (['cpu', 'memory'] as const).map((resource) => select.instances(names[resource].saturating));
  return {
    kind: 'series',
    id,
    title: 'Diverging instances',
    description:
      'Instances that stayed above the expected usage by the factor and the floor of a known issue, or that kept growing, and on which it can show; dashed, those that take all of their limit or node.',
    width: 12,
    height: 8,
    targets: [
      target('cpu', 'CPU'),
      target('memory', 'memory'),
      {
        expr: `count by (issue) (${saturating.join(' or ')})`,
        legend: '{{issue}} takes all',
        dashed: true,
      },
    ],
    unit: 'count',
    stacked: false,
  };
}

export function waiverTable(id: number, { names, columns }: PanelInput): TablePanel {
  const labels = [
    columns.issue,
    { label: 'owner', header: 'Owner', link: undefined },
    { label: 'selector', header: 'For', link: undefined },
  ];
  const expiry = `min ${by(labels)} (${names.waiverExpiry})`;
  return {
    kind: 'table',
    id,
    title: 'Waivers',
    description:
      'Issues that somebody decided to live with, the one that ends first on top. An empty selector is for every instance. From its end on a waiver no longer silences anything.',
    width: 24,
    height: 6,
    labels,
    numbers: [
      { header: 'Ends', expr: `1000 * ${expiry}`, unit: 'time', thresholds: plain },
      { header: 'Left', expr: `${expiry} - time()`, unit: 'seconds', thresholds: endingSoon },
    ],
    sortBy: { header: 'Ends', descending: false },
  };
}

const week = 7 * 86_400;
const endingSoon = {
  below: 'red',
  from: [
    { limit: 0, colour: 'orange' },
    { limit: week, colour: 'green' },
  ],
} as const;
