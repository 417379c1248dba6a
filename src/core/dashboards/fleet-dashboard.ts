import type { KnownIssue } from '../catalog/known-issue.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { type Dashboard, plain, type TablePanel } from './dashboard-model.ts';
import { glanceRow } from './glance-row.ts';
import { exporterHealthRow, ruleHealthRow } from './health-rows.ts';
import { exposuresByIssue, unjudged } from './issue-tables.ts';
import { knownIssuesRow } from './known-issues-row.ts';
import { leaks } from './leak-tables.ts';
import { fleetUid, toComponent } from './links.ts';
import { by, nameUnread, type PanelInput, panelInput } from './panel-input.ts';
import { unexplained } from './regressions.ts';
import { variables } from './selection.ts';
import { alertTable, divergingOverTime, waiverTable } from './trouble-panels.ts';

/** What runs, what it is known for, what diverges now, what was waived, and whether all of this can be trusted. */
export function fleetDashboard(issues: readonly KnownIssue[], settings: RuleSettings): Dashboard {
  const input = panelInput('component=~"$component"', settings);
  return {
    uid: fleetUid,
    title: 'Plimsoll / Fleet overview',
    description: 'What runs, what it is known for, and what costs more than its version should.',
    links: [toComponent],
    variables: variables(input.names.identity, true, settings),
    rows: [
      glanceRow(input),
      {
        id: 10,
        title: 'What runs, and what it is known for',
        panels: [whatRuns(11, input), exposuresByIssue(12, input)],
      },
      {
        id: 30,
        title: 'Diverging now',
        panels: [
          alertTable(31, input),
          leaks(34, input),
          unexplained(35, input),
          divergingOverTime(32, input),
          unjudged(33, input),
        ],
      },
      { id: 40, title: 'Waived', panels: [waiverTable(41, input)] },
      ...(settings.inventoryFrom === 'exporter' ? [exporterHealthRow(input)] : []),
      ruleHealthRow(),
      knownIssuesRow(issues),
    ],
  };
}

function whatRuns(id: number, { names, select, columns }: PanelInput): TablePanel {
  const labels = [columns.component, columns.version];
  const running = select.instances(names.identity);
  return {
    kind: 'table',
    id,
    title: 'What runs',
    description: 'Versions of every component, and in how many clusters.',
    width: 9,
    height: 10,
    labels,
    numbers: [
      { header: 'Instances', expr: nameUnread(`count ${by(labels)} (${running})`), unit: 'count', thresholds: plain },
      {
        header: 'Clusters',
        expr: nameUnread(`count ${by(labels)} (count ${by([columns.cluster, ...labels])} (${running}))`),
        unit: 'count',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'Instances', descending: true },
  };
}
