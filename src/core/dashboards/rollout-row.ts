import { formatDuration } from '../text/duration.ts';
import { plain, type Row, type TablePanel } from './dashboard-model.ts';
import { by, nameUnread, type PanelInput } from './panel-input.ts';
import { unexplained } from './regressions.ts';

/** Which versions run, since when, and where. */
export function rolloutRow(input: PanelInput): Row {
  const memory = formatDuration(input.settings.memory);
  const running = input.select.instances(input.names.identity);
  const stacked = { kind: 'series', width: 12, height: 8, stacked: true } as const;
  return {
    id: 30,
    title: 'Versions',
    panels: [
      {
        ...stacked,
        id: 31,
        title: 'Instances by version',
        description: `How many instances run each version. One that is gone counts for another ${memory}, as identity is remembered.`,
        targets: [{ expr: nameUnread(`count by (version) (${running})`), legend: '{{version}}', dashed: false }],
        unit: 'count',
      },
      {
        ...stacked,
        id: 32,
        title: 'Rollout progress',
        description: 'The share of instances that runs each version.',
        targets: [
          {
            expr: nameUnread(`count by (version) (${running}) / on () group_left () count(${running})`),
            legend: '{{version}}',
            dashed: false,
          },
        ],
        unit: 'share',
      },
      workloads(33, input),
      unexplained(34, input),
    ],
  };
}

function workloads(id: number, { names, select, columns }: PanelInput): TablePanel {
  const labels = [
    columns.cluster,
    columns.namespace,
    { label: 'workload_kind', header: 'Kind', link: undefined },
    columns.workload,
    columns.version,
  ];
  const cpu = select.instances(names.cpu.usage);
  const memory = select.instances(names.memory.usage);
  return {
    kind: 'table',
    id,
    title: 'Workloads',
    description: 'Every workload and version, with what its instances use. Processes on nodes have no workload.',
    width: 24,
    height: 6,
    labels,
    numbers: [
      {
        header: 'Instances',
        expr: nameUnread(`count ${by(labels)} (${select.instances(names.identity)})`),
        unit: 'count',
        thresholds: plain,
      },
      {
        header: 'CPU, median',
        expr: nameUnread(`quantile ${by(labels)} (0.5, ${cpu})`),
        unit: 'cores',
        thresholds: plain,
      },
      { header: 'CPU, highest', expr: nameUnread(`max ${by(labels)} (${cpu})`), unit: 'cores', thresholds: plain },
      {
        header: 'Memory, median',
        expr: nameUnread(`quantile ${by(labels)} (0.5, ${memory})`),
        unit: 'bytes',
        thresholds: plain,
      },
      {
        header: 'Memory, highest',
        expr: nameUnread(`max ${by(labels)} (${memory})`),
        unit: 'bytes',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'CPU, highest', descending: true },
  };
}
