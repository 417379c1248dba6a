import type { Component } from '../../components/component.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type RuleTest, seriesText } from './promtool-test.ts';
import { checkAt, type Differs, type Expected, instanceOf, recordingTest } from './recording-stage.ts';
import { testClock } from './test-clock.ts';

const count = 'cluster_component_version:plimsoll_component_instances:count';
const lastSeen = 'cluster_component_version:plimsoll_version_last_seen:timestamp';
const firstSeen = 'cluster_component_version:plimsoll_version_first_seen:timestamp';

/** Since when and until when versions ran, as of what was recorded before and of what happens now. */
export function versionsTest(component: Component, settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const { clusterLabel, lookback } = settings;
  const upgrade = clock.settled;
  const length = upgrade + clock.settled;
  const run = (name: string, cluster: string, differs: Differs = {}) =>
    instanceOf(component, 'cpu', name, length, { cluster, usage: [], ...differs }, settings);
  const of = (cluster: string, version: string, componentId = component.id) => ({
    [clusterLabel]: cluster,
    component: componentId,
    version,
  });
  const recorded = (
    name: string,
    labels: Readonly<Record<string, string>>,
    value: number,
    ...more: readonly string[]
  ) => ({
    series: seriesText(name, labels),
    values: [value, ...more].join(' '),
  });
  const versions = [
    { from: 0, to: upgrade, version: '1.0.0', exposures: {} },
    { from: upgrade, to: length, version: '2.0.0', exposures: {} },
  ];
  const instances = [
    run('a', 'east', { versions }),
    run('b', 'east', { versions }),
    run('a', 'west', { version: '1.0.0' }),
    run('c', 'east', { version: '' }),
    run('d', 'east', { version: '2.0.0', component: 'another' }),
  ];
  // Recorded before the test begins, at negative times.
  const foreign = [
    recorded(lastSeen, of('east', '0.9.0'), -lookback / 2),
    recorded(firstSeen, of('east', '0.9.0'), -lookback),
    recorded(lastSeen, of('east', '0.8.0'), -2 * lookback, 'stale'),
    recorded(firstSeen, of('east', '0.8.0'), -3 * lookback, 'stale'),
    recorded(firstSeen, of('west', '1.0.0'), -100),
  ];
  const now = clock.seconds(length - 1);
  const check = (expr: string, ...expected: readonly Expected[]) => checkAt(length - 1, expr, expected, settings);
  return recordingTest(
    component.id,
    'since when and until when versions ran',
    { instances, length, foreign },
    [
      checkAt(
        upgrade - 1,
        count,
        [
          [of('east', '1.0.0'), 2],
          [of('west', '1.0.0'), 1],
          [of('east', '2.0.0', 'another'), 1],
        ],
        settings,
      ),
      check(
        lastSeen,
        [of('east', '0.9.0'), -lookback / 2],
        [of('east', '1.0.0'), clock.seconds(upgrade - 1)],
        [of('east', '2.0.0'), now],
        [of('west', '1.0.0'), now],
        [of('east', '2.0.0', 'another'), now],
      ),
      check(
        firstSeen,
        [of('east', '0.9.0'), -lookback],
        [of('east', '1.0.0'), 0],
        [of('east', '2.0.0'), clock.seconds(upgrade)],
        [of('west', '1.0.0'), -100],
        [of('east', '2.0.0', 'another'), 0],
      ),
    ],
    settings,
  );
}
