import { families } from '../metrics/families.ts';
import { formatDuration } from '../text/duration.ts';
import { plain, type Row, type SeriesPanel, type Thresholds } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';

/** Whether what the exporter says is whole and fresh. */
export function exporterHealthRow({ select, settings, columns }: PanelInput): Row {
  const own = (name: string) => select.clusters(name, settings.plimsollSelector);
  const cluster = settings.clusterLabel;
  const window = formatDuration(settings.rateWindow);
  const unreadable = [columns.component, { label: 'reason', header: 'Why', link: undefined }];
  const stale: Thresholds = { below: 'green', from: [{ limit: settings.exporterFor, colour: 'red' }] };
  const errors = `increase(${own(families.discoveryErrors.name)}[${window}])`;
  return {
    id: 60,
    title: 'Exporter',
    panels: [
      {
        kind: 'stat',
        id: 61,
        title: 'Exporters up',
        description: 'Replicas of the exporter that Prometheus reaches.',
        width: 4,
        height: 8,
        expr: `sum(${own('up')})`,
        unit: 'count',
        thresholds: { below: 'red', from: [{ limit: 1, colour: 'green' }] },
      },
      {
        kind: 'stat',
        id: 62,
        title: 'Oldest view',
        description:
          'How long ago the source last confirmed what is known of a cluster, of the cluster where that is longest ago.',
        width: 4,
        height: 8,
        expr: `max(time() - max by (${cluster}) (${own(families.discoveryLastSuccess.name)}))`,
        unit: 'seconds',
        thresholds: stale,
      },
      {
        ...overTime(63, 'Failures to read the source'),
        description: `Within ${window}, by resource and reason; and their sum, which is 0 when all is well.`,
        targets: [
          { expr: `sum(${errors})`, legend: 'all', dashed: true },
          { expr: `sum by (resource, reason) (${errors}) > 0`, legend: '{{resource}} {{reason}}', dashed: false },
        ],
      },
      {
        kind: 'table',
        id: 64,
        title: 'Versions that cannot be read',
        description: 'Instances that are not matched with known issues, because nothing says which version they run.',
        width: 8,
        height: 8,
        labels: unreadable,
        numbers: [
          {
            header: 'Instances',
            expr: `sum ${by(unreadable)} (max by (${cluster}, component, reason) (${own(families.unresolvedInstances.name)})) > 0`,
            unit: 'count',
            thresholds: plain,
          },
        ],
        sortBy: { header: 'Instances', descending: true },
      },
    ],
  };
}

/** Prometheus' own series call a group `<file>;<name>`, so that all of Plimsoll's end alike. */
const ownGroups = 'rule_group=~".*;plimsoll[.].*"';

/** Whether Prometheus evaluates the rules, and what that costs. */
export function ruleHealthRow(): Row {
  const failures = `increase(prometheus_rule_evaluation_failures_total{${ownGroups}}[5m])`;
  const durations = `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${ownGroups}})`;
  const named = (expr: string, pattern: string) => `label_replace(${expr}, "group", "$1", "rule_group", "${pattern}")`;
  return {
    id: 70,
    title: 'Rules',
    panels: [
      {
        ...overTime(71, 'Failed evaluations'),
        description:
          'Of the rule groups plimsoll.*, within five minutes; and their sum, which is 0 when all is well. A rule that fails says nothing at all.',
        width: 12,
        targets: [
          { expr: `sum(${failures})`, legend: 'all', dashed: true },
          {
            expr: named(`sum by (rule_group) (${failures}) > 0`, '.*;(.*)'),
            legend: '{{group}}',
            dashed: false,
          },
        ],
      },
      {
        ...overTime(72, 'Time to evaluate'),
        description:
          'How long the last evaluation of all rule groups plimsoll.* took, by what they are about: there is a group for each known issue.',
        width: 12,
        unit: 'seconds',
        stacked: true,
        targets: [
          {
            expr: `sum by (group) (${named(durations, '.*;plimsoll[.]([a-z-]+).*')})`,
            legend: '{{group}}',
            dashed: false,
          },
        ],
      },
    ],
  };
}

function overTime(id: number, title: string): Omit<SeriesPanel, 'description' | 'targets'> {
  return { kind: 'series', id, title, width: 8, height: 8, unit: 'count', stacked: false };
}
