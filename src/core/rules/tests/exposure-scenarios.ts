import { foreseenSnippets } from '../annotation-snippets.ts';
import { snippetValues } from '../issue-values.ts';
import { expectedAlert } from './foresee-alert.ts';
import { cast } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type Director, scenario } from './scenario.ts';

/** That exposure alone is told, once for a workload, and only where it is certain. */
export function exposureScenarios(director: Director): readonly RuleTest[] {
  const { stage, expander } = director;
  const { ruled, clock, settings, versions, entry } = stage;
  const at = clock.settled;
  const lives = { from: 0, to: at + 4 };
  const alert = 'PlimsollKnownIssueExposed';
  const exposed = cast(stage, { name: '1', lives });
  const { place } = exposed;
  const labels = {
    ...(place.kind === 'container'
      ? { namespace: place.namespace, workload_kind: place.workloadKind, workload: place.workload }
      : { node: place.node }),
    component: entry.component.id,
    version: versions.affected,
  };
  const snippets = foreseenSnippets(ruled, {
    labels,
    count: 1,
    worst: { pod: '', container: '', node: '', usage: 0 },
    expected: 0,
    growth: 0,
    timeLeft: '',
    culpritVersion: versions.affected,
    allConditionsHold: true,
  });
  const rule = expander
    .ofIssue('exposure', ruled, snippetValues(snippets))
    .groups.flatMap(({ rules }) => rules)
    .find((one) => one.kind === 'alert');
  if (rule?.kind !== 'alert' || settings.waivers.some(({ issue }) => issue === ruled.issue.id)) return [];
  const test = scenario(director, 'exposure is told before anything misbehaves', { instances: [exposed], checks: [] });
  const unseen = scenario(director, 'what may be exposed is not told as exposed', {
    instances: [cast(stage, { name: '1', lives, state: 'unknown' })],
    checks: [],
  });
  const when = clock.seconds(at);
  return [
    { ...test, alerts: [{ at: when, alert, firing: [expectedAlert(rule, labels, 1)] }] },
    { ...unseen, alerts: [{ at: when, alert, firing: [] }] },
  ];
}
