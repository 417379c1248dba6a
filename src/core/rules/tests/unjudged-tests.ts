import type { Component } from '../../components/component.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { RuleTest } from './promtool-test.ts';
import { checkAt, recordingTest } from './recording-stage.ts';
import { testClock } from './test-clock.ts';
import { unmeasured } from './unmeasured.ts';

/** What may show an issue and is not measured is counted, for each issue. */
export function unjudgedTest(components: readonly Component[], settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const length = clock.settled + 1;
  const { instances, of } = unmeasured(components, length, settings);
  const counts = of.flatMap(({ id }) =>
    ['TEST-1', 'TEST-2'].map((issue) => {
      const labels = { [settings.clusterLabel]: 'east', component: id, version: '1.0.0', issue, reason: 'no_usage' };
      return [labels, 2] as const;
    }),
  );
  const unjudged = 'cluster_component_version:plimsoll_known_issue_unjudged:count';
  return recordingTest(
    'usage',
    'what has an issue and is not measured cannot be judged',
    { instances, length, exporters: 2 },
    [checkAt(clock.settled, unjudged, counts, settings)],
    settings,
  );
}
