import { families } from '../metrics/families.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { aboveExpected } from './above-expected.ts';
import { type Dashboard, plain, type TablePanel } from './dashboard-model.ts';
import { glanceRow } from './glance-row.ts';
import { exposuresByIssue, unjudged } from './issue-tables.ts';
import { growing } from './leak-tables.ts';
import { componentUid, toFleet } from './links.ts';
import { by, type PanelInput, panelInput } from './panel-input.ts';
import { rolloutRow } from './rollout-row.ts';
import { variables } from './selection.ts';
import { divergingOverTime } from './trouble-panels.ts';
import { usageRow } from './usage-row.ts';

/** One component: what each of its versions uses against what it should, its rollout, and the instances above. */
export function componentDashboard(settings: RuleSettings): Dashboard {
  const input = panelInput('component="$component"', settings);
  const withExporter = settings.inventoryFrom === 'exporter';
  return {
    uid: componentUid,
    title: 'Plimsoll / Component',
    description: 'What each version of a component uses, against what it should use.',
    links: [toFleet],
    variables: variables(input.names.identity, false, settings),
    rows: [
      glanceRow(input),
      usageRow('cpu', input),
      usageRow('memory', input),
      rolloutRow(input),
      {
        id: 40,
        title: 'Above what is expected',
        panels: [aboveExpected(41, 'cpu', input), aboveExpected(42, 'memory', input)],
      },
      { id: 45, title: 'Leaks', panels: [growing(46, 'cpu', input), growing(47, 'memory', input)] },
      {
        id: 50,
        title: 'Known issues',
        panels: [
          { ...exposuresByIssue(51, input), height: 6 },
          ...(withExporter ? [issueFacts(52, input)] : []),
          divergingOverTime(53, input),
          unjudged(54, input),
        ],
      },
    ],
  };
}

/** What the catalog says of each issue that a version here has. */
function issueFacts(id: number, { select, settings, columns }: PanelInput): TablePanel {
  const labels = [
    columns.issue,
    { label: 'resource', header: 'Resource', link: undefined },
    { label: 'severity', header: 'Severity', link: undefined },
    { label: 'fixed_version', header: 'Fixed in', link: undefined },
  ];
  const facts = select.components(families.knownIssueInfo.name, settings.plimsollSelector);
  return {
    kind: 'table',
    id,
    title: 'Severity and fixes',
    description: 'Known issues of at least one instance: how bad they are, and the versions that fix them.',
    width: 9,
    height: 6,
    labels,
    numbers: [
      {
        header: 'Clusters',
        expr: `count ${by(labels)} (max ${by([columns.cluster, ...labels])} (${facts}))`,
        unit: 'count',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'Severity', descending: false },
  };
}
