import type { Component } from '../../components/component.ts';
import { measureValues } from '../measure-values.ts';
import type { Measure } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type RuleTest, seriesText } from './promtool-test.ts';
import { checkAt, type Differs, identityLabels, instanceOf, recordingTest, unitOf } from './recording-stage.ts';
import type { SimulatedInstance } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/** What versions use and used before, for one way of measuring. `containers` are names that the catalog has. */
export function baselineTest(
  component: Component,
  containers: readonly string[],
  on: Measure,
  settings: RuleSettings,
): RuleTest {
  const clock = testClock(settings);
  const { clusterLabel } = settings;
  const { median, history, diverging } = on.recordings;
  const healthyMedian = measureValues(on, [], settings).healthy_median;
  const unit = unitOf[on.resource];
  const length = clock.warmedUp + clock.settled;
  const run = (name: string, cluster: string, differs: Differs = {}) =>
    instanceOf(component, on.resource, name, length, { cluster, ...differs }, settings);
  const of = (cluster: string, version: string) => ({ [clusterLabel]: cluster, component: component.id, version });

  const worse = ['d', 'e'].map((name) => run(name, 'east', { amount: 4 }));
  // For most of the time it uses 0.75.
  const changing = run('g', 'east', {
    version: '2.0.0',
    usage: [
      { from: 0, amount: 0.25 * unit },
      { from: Math.floor(length * 0.3), amount: 0.75 * unit },
      { from: Math.floor(length * 0.8), amount: 3 * unit },
    ],
  });
  const instances = [
    run('a', 'east', { amount: 0.25 }),
    run('b', 'east', { amount: 0.5 }),
    // Not the ones in the west, nor in another namespace, diverge.
    on.runs === 'container'
      ? run('d', 'east', { amount: 1, place: { namespace: 'other' } })
      : run('c', 'east', { amount: 1 }),
    ...worse,
    run('d', 'west', { amount: 0.125 }),
    changing,
    run('h', 'east', { amount: 2, version: '' }),
  ];
  const beside = containers
    .filter((container) => !worse.some(({ place }) => place.kind === 'container' && place.container === container))
    .slice(0, on.runs === 'container' ? 1 : 0)
    .map((container) => run('d', 'east', { amount: 0.5, version: '3.0.0', place: { container } }));
  const earlier = of('east', '0.9.0');
  const divergingAs = (instance: SimulatedInstance, differs: Readonly<Record<string, string>> = {}) => ({
    series: seriesText(diverging, {
      ...identityLabels(instance, '1.0.0', settings),
      issue: 'TEST-1',
      source: 'catalog',
      ...differs,
    }),
    values: `${4 * unit}x${length}`,
  });
  const foreign = [
    ...worse.flatMap((instance) => [divergingAs(instance), divergingAs(instance, { version: '3.0.0' })]),
    // What the changing one did as something else does not count against it.
    divergingAs(changing),
    divergingAs(changing, { version: '2.0.0', component: 'another' }),
    // Recorded before the test begins; of a version that is forgotten as well.
    { series: seriesText(history, earlier), values: `${0.25 * unit} ${0.75 * unit}` },
    { series: seriesText(history, of('east', '0.8.0')), values: `${0.75 * unit} stale` },
    { series: seriesText('cluster_component_version:plimsoll_version_last_seen:timestamp', earlier), values: '0' },
  ];
  const at = (sample: number, recording: string, ...expected: readonly (readonly [string, string, number])[]) =>
    checkAt(
      sample,
      `${recording} / ${unit}`,
      expected.map(([cluster, version, amount]) => [of(cluster, version), amount]),
      settings,
    );
  const ofBeside = beside.map(() => ['east', '3.0.0', 0.5] as const);
  return recordingTest(
    component.id,
    `${on.resource}: what each version uses, and used before, without what diverges`,
    { instances: [...instances, ...beside], length, foreign },
    [
      at(length - 1, median, ['east', '1.0.0', 1], ['east', '2.0.0', 3], ['west', '1.0.0', 0.125], ...ofBeside),
      at(
        length - 1,
        healthyMedian,
        ['east', '1.0.0', 0.5],
        ['east', '2.0.0', 3],
        ['west', '1.0.0', 0.125],
        ...ofBeside,
      ),
      at(clock.stillCold, history, ['east', '0.9.0', 0.75]),
      at(
        length - 1,
        history,
        ['east', '0.9.0', 0.75],
        ['east', '1.0.0', 0.5],
        ['east', '2.0.0', 0.75],
        ['west', '1.0.0', 0.125],
        ...ofBeside,
      ),
    ],
    settings,
  );
}
