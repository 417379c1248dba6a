import type { ExposureState } from '../matching/finding.ts';
import { noneIsGood, plain, type TablePanel, type Thresholds } from './dashboard-model.ts';
import { by, type PanelInput } from './panel-input.ts';

/** How many instances each issue can show on, in the four answers that matching gives. */
export function exposuresByIssue(id: number, { names, select, columns }: PanelInput): TablePanel {
  const labels = [columns.issue, columns.component, columns.version];
  const count = (matcher: string) => `count ${by(labels)} (${select.instances(names.knownIssue, matcher)})`;
  const column = (header: string, state: ExposureState, thresholds: Thresholds) => ({
    header,
    expr: `${count(`exposure="${state}"`)} or 0 * ${count('')}`,
    unit: 'count' as const,
    thresholds,
  });
  return {
    kind: 'table',
    id,
    title: 'Exposures by issue',
    description:
      'Instances whose version is affected. Exposed: every condition holds. Unknown: a condition cannot be seen. Unconfirmed: in the range, but nobody has seen this version affected. Not exposed: a condition does not hold.',
    width: 15,
    height: 10,
    labels,
    numbers: [
      column('Exposed', 'exposed', noneIsGood('red')),
      column('Unknown', 'unknown', noneIsGood('orange')),
      column('Unconfirmed', 'unconfirmed', plain),
      column('Not exposed', 'not_exposed', plain),
    ],
    sortBy: { header: 'Exposed', descending: true },
  };
}

export function unjudged(id: number, { names, select, columns }: PanelInput): TablePanel {
  const labels = [
    columns.issue,
    columns.component,
    columns.version,
    { label: 'reason', header: 'Why', link: undefined },
  ];
  return {
    kind: 'table',
    id,
    title: 'What cannot be judged yet',
    description:
      'Exposed instances that no alert can tell about yet. no_baseline: nothing says what they should use. too_few_peers: fewer than three can be compared. too_young: not watched for as long as a leak takes to show. Of all namespaces.',
    width: 12,
    height: 8,
    labels,
    numbers: [
      {
        header: 'Instances',
        expr: `sum ${by(labels)} (${select.components(names.unjudged)})`,
        unit: 'count',
        thresholds: plain,
      },
    ],
    sortBy: { header: 'Instances', descending: true },
  };
}
