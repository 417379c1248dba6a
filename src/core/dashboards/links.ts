import type { RuleSettings } from '../rules/rule-settings.ts';
import { runbookPage } from '../rules/runbook-url.ts';
import type { Link } from './dashboard-model.ts';

export const fleetUid = 'plimsoll-fleet';
export const componentUid = 'plimsoll-component';

/** The panel of the fleet dashboard that lists every known issue with its report. */
export const knownIssuesPanel = 91;

/** What is chosen in one dashboard stays chosen in the other, but for the component: one dashboard has all, one has one. */
const choices = `\${datasource:queryparam}&\${cluster:queryparam}&\${namespace:queryparam}`;

export const toFleet: Link = { title: 'Fleet overview', url: `/d/${fleetUid}?${choices}` };
export const toComponent: Link = { title: 'Component', url: `/d/${componentUid}?${choices}` };

/** From the name of a component to its dashboard. */
export const componentLink: Link = {
  title: `Usage of \${__value.raw}`,
  url: `/d/${componentUid}?var-component=\${__value.raw:percentencode}&${choices}&\${__url_time_range}`,
};

/** From the id of an issue to its runbook, or to the list of issues where the settings name no runbooks. */
export function issueLink({ runbookBaseUrl }: RuleSettings): Link {
  if (runbookBaseUrl !== undefined) {
    return { title: `Runbook of \${__value.raw}`, url: runbookPage(runbookBaseUrl, `\${__value.raw}`) };
  }
  return { title: 'Known issues', url: `/d/${fleetUid}?viewPanel=${knownIssuesPanel}&\${datasource:queryparam}` };
}
