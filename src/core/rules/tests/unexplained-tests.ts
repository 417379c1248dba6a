import type { Component } from '../../components/component.ts';
import type { RuleExpander } from '../expand-rules.ts';
import type { Measure } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { expectedAlert } from './foresee-alert.ts';
import { placeOf } from './issue-stage.ts';
import { type RuleTest, seriesText } from './promtool-test.ts';
import { simulate } from './simulate.ts';
import type { SimulatedInstance, SimulatedWorld } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/**
 * Regressions that no record explains, for one way of measuring; `issue` is one that would explain them.
 *
 * `whole` adds what need not be shown again for every way of measuring.
 */
export function unexplainedTests(
  component: Component,
  whole: boolean,
  issue: string | undefined,
  on: Measure,
  settings: RuleSettings,
  expander: RuleExpander,
): readonly RuleTest[] {
  const clock = testClock(settings);
  const { regressionFactor } = settings;
  const usual = on.resource === 'cpu' ? 1 : 1024 ** 3;
  const high = usual * regressionFactor * 1.25;
  const update = clock.warmedUp + clock.compared;
  const end = update + clock.compared + clock.settled;
  const names = ['1', '2', '3'];

  const run = (name: string, version: string, from: number, to: number, amount: number): SimulatedInstance => ({
    cluster: '',
    place: placeOf(component, name, settings),
    component: component.id,
    lives: { from, to },
    resource: on.resource,
    usage: [{ from, amount }],
    versions: [{ from, to, version, exposures: {} }],
  });
  const before = (to = update) => names.map((name) => run(`old-${name}`, '1.0.0', 0, to, usual));
  const after = (amount = high, version = '2.0.0') =>
    names.map((name) => run(`new-${name}`, version, update, end + 4, amount));

  const rules = expander.ofMeasure('unexplained', on).groups.flatMap((group) => group.rules);
  const rule = rules.find((one) => one.kind === 'alert');
  if (rule?.kind !== 'alert') return [];
  const regressed = (compared: string, cluster = '') =>
    expectedAlert(
      rule,
      {
        [settings.clusterLabel]: cluster,
        component: component.id,
        version: '2.0.0',
        previous_version: '1.0.0',
        compared,
      },
      high / usual,
    );
  const replaced = 'which it replaced';
  const beside = 'beside it';

  const test = (
    what: string,
    world: Partial<SimulatedWorld>,
    checks: readonly { readonly at: number; readonly firing: ReturnType<typeof regressed>[] }[],
  ): RuleTest => {
    const { instances = [] } = world;
    const length = Math.max(...instances.map(({ lives }) => lives.to));
    const whole = { instances, expected: [], exporters: 1, scrapes: 1, exporterGap: undefined, ...world, length };
    return {
      name: `unexplained regression of ${on.words.name} (${component.id}): ${what}`,
      series: simulate(whole, settings),
      alerts: checks.map(({ at, firing }) => ({ at: clock.seconds(at), alert: rule.alert, firing })),
      expressions: [],
    };
  };
  const silentAtEnd = [{ at: end, firing: [] }];
  const explained = (exposure: 'exposed' | 'not_exposed') =>
    after().map((instance) => ({
      ...instance,
      versions: instance.versions.map((one) => ({ ...one, exposures: { [issue ?? '']: exposure } })),
    }));

  /** Three instances of an old version, and after it, or beside it, three of a new one. */
  const party = (
    cluster: string,
    { id = component.id, namespace = '', share = 1, cost = high, to = update, ...rest }: Party,
  ) =>
    [...names.map((name) => run(`old-${name}`, '1.0.0', 0, to, usual * share)), ...after(cost * share)].map(
      (instance): SimulatedInstance => ({
        ...instance,
        cluster,
        component: id,
        place:
          instance.place.kind === 'container' && namespace !== '' ? { ...instance.place, namespace } : instance.place,
        versions: instance.versions.map((one) =>
          one.version === '2.0.0' && rest.explained ? { ...one, exposures: { [issue ?? '']: 'exposed' } } : one,
        ),
      }),
    );
  /** In one cluster the alert is true; everything else is like it in something. */
  const lookalikeTests = (): readonly RuleTest[] =>
    [replaced, beside].map((compared) => {
      const to = compared === replaced ? update : end + 4;
      const another = { ...run('another', '3.0.0', 0, end + 4, usual), cluster: 'east' };
      const divergesAs = (cluster: string, id: string, version: string) => ({
        series: seriesText(on.recordings.diverging, {
          [settings.clusterLabel]: cluster,
          component: id,
          version,
          issue: 'TEST-1',
        }),
        values: `${high}x${end + 4}`,
      });
      const world = test(
        `two exporters, double scrapes and everything alike change nothing of what is told of a version, ${compared}`,
        {
          instances: [
            ...party('east', { to }),
            ...(compared === replaced
              ? names.map((name) => ({ ...run(`oldest-${name}`, '0.9.0', 0, update - 4, usual / 4), cluster: 'east' }))
              : party('east', { to, namespace: 'test', cost: usual })),
            {
              ...another,
              versions: another.versions.map((one) => ({ ...one, exposures: { [issue ?? '']: 'exposed' } as const })),
            },
            ...party('east', { to, id: 'explained', namespace: 'explained', explained: true }),
            ...party('east', { to, id: 'small', namespace: 'small', share: 0.001 }),
            ...party('small', { to, share: 0.001 }),
            ...party('explained', { to, explained: true }),
            ...party('diverging', { to }),
          ],
          exporters: 2,
          scrapes: 2,
        },
        [{ at: end, firing: [regressed(compared, 'east')] }],
      );
      const diverging = [
        divergesAs('diverging', component.id, '2.0.0'),
        divergesAs('east', 'explained', '2.0.0'),
        divergesAs('east', component.id, '3.0.0'),
      ];
      return { ...world, series: [...world.series, ...diverging] };
    });

  const basics = [
    test(
      'told when a version costs far more than the one it replaced, and not too early',
      { instances: [...before(), ...after()] },
      [
        { at: update + clock.tooEarlyToCompare, firing: [] },
        { at: end, firing: [regressed(replaced)] },
      ],
    ),
    test('told while both versions run side by side', { instances: [...before(end + 4), ...after()] }, [
      { at: update + clock.tooEarlyToCompare, firing: [] },
      { at: end, firing: [regressed(beside)] },
    ]),
    test('silent when the new version costs the same', { instances: [...before(), ...after(usual)] }, silentAtEnd),
  ];
  if (!whole) return basics;
  return [
    ...basics,
    ...lookalikeTests(),
    test(
      'silent when the old version was the expensive one',
      {
        instances: [...names.map((name) => run(`old-${name}`, '1.0.0', 0, end + 4, high)), ...after(usual)],
      },
      silentAtEnd,
    ),
    test(
      'silent with fewer than three instances of the old version',
      { instances: [...before().slice(1), ...after()] },
      silentAtEnd,
    ),
    test(
      'silent with fewer than three instances of the new version',
      { instances: [...before(), ...after().slice(1)] },
      silentAtEnd,
    ),
    test(
      'silent with fewer than three on one side of a rollout',
      {
        instances: [...before(end + 4).slice(1), ...after()],
      },
      silentAtEnd,
    ),
    test('silent for what has no version', { instances: [...before(), ...after(high, '')] }, silentAtEnd),
    test(
      'silent below the floor, however many times as much',
      {
        instances: [...before(), ...after()].map((instance) => ({
          ...instance,
          usage: instance.usage.map((phase) => ({ ...phase, amount: phase.amount / 1000 })),
        })),
      },
      silentAtEnd,
    ),
    ...(issue === undefined
      ? []
      : [
          test(
            'silent when a known issue explains it',
            { instances: [...before(), ...explained('exposed')] },
            silentAtEnd,
          ),
          test(
            'told when the known issue cannot show there',
            { instances: [...before(), ...explained('not_exposed')] },
            [{ at: end, firing: [regressed(replaced)] }],
          ),
        ]),
  ];
}

/** How instances of two versions differ from those of which the alert is true. */
interface Party {
  /** Of their component. */
  readonly id?: string;
  readonly namespace?: string;
  /** Of the usual amounts. */
  readonly share?: number;
  /** What each of the new version uses. */
  readonly cost?: number;
  /** When the old version goes. */
  readonly to?: number;
  /** Whether the new version has the known issue. */
  readonly explained?: boolean;
}
