import { formatDuration } from '../text/duration.ts';
import { anyOf, escapeString } from '../text/promql-escape.ts';
import type { Measure } from './measured-on.ts';
import type { RuleGroup } from './rule-model.ts';
import { limitOf, type RuleSettings, type Waiver } from './rule-settings.ts';

/**
 * A clause for each waiver of the issue: its instances are left out as long as it counts. Prometheus looks at the clock,
 * so the rules stay the same when a waiver expires, and the alert comes back by itself.
 */
export function unlessWaived(
  issue: string,
  on: Measure,
  components: readonly string[],
  { waivers }: RuleSettings,
): string {
  return waivers
    .filter((waiver) => waiver.issue === issue)
    .map(
      (waiver) => `unless on (${on.instanceLabels.join(', ')}, component, version)
  (${waivedInstances(waiver, on, components)} and on () (vector(time()) < ${waiver.expires}))`,
    )
    .join('\n');
}

function waivedInstances({ selector }: Waiver, { recordings }: Measure, components: readonly string[]): string {
  const matchers = [`component=~"${escapeString(anyOf(components))}"`, ...(selector === '' ? [] : [selector])];
  return `${recordings.identity}{${matchers.join(', ')}}`;
}

/** When each waiver ends, for dashboards and alerts of one's own; no group without any. */
export function waiverGroups(settings: RuleSettings): readonly RuleGroup[] {
  const { waivers, evaluationInterval } = settings;
  if (waivers.length === 0) return [];
  const rules = waivers.map(({ issue, owner, selector, expires }) => ({
    kind: 'record' as const,
    record: 'plimsoll_waiver_expiry_timestamp_seconds',
    expr: `vector(${expires})`,
    labels: { issue, owner, ...(selector === '' ? {} : { selector }) },
  }));
  return [{ name: 'plimsoll.waivers', interval: formatDuration(evaluationInterval), limit: limitOf(settings), rules }];
}
