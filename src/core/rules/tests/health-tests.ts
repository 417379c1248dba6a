import type { Component } from '../../components/component.ts';
import type { AlertingRule, RuleFile } from '../rule-model.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { absences, type Blindness, sightless, unmeasuredInstances } from './blindness.ts';
import { type FakeExporter, fakeExporter } from './fake-exporter.ts';
import { expectedAlert } from './foresee-alert.ts';
import type { RuleTest } from './promtool-test.ts';
import { instanceOf } from './recording-stage.ts';
import { simulate } from './simulate.ts';
import { testClock } from './test-clock.ts';

/** The exporter's own alerts: each fires for its cause and not before its time, and a healthy exporter raises none. */
export function healthTests(
  file: RuleFile,
  components: readonly Component[],
  settings: RuleSettings,
): readonly RuleTest[] {
  const length = Math.ceil((2 * settings.exporterFor + 2 * settings.alertFor) / settings.evaluationInterval) + 20;
  const end = (length - 1) * settings.evaluationInterval;
  const exporter = fakeExporter(settings, length);
  const rules = file.groups.flatMap((group) => group.rules).filter((rule) => rule.kind === 'alert');
  return [
    healthy(exporter, rules, end, settings),
    rollingUpdate(components, settings),
    ...[
      ...absences(exporter, settings),
      ...sightless(exporter, settings, end),
      unmeasuredInstances(components, exporter, settings),
    ].flatMap((blindness) =>
      rules.flatMap((rule) => (rule.alert === blindness.alert ? told(blindness, rule, end) : [])),
    ),
  ];
}

function told({ alert, what, series, before, firing }: Blindness, rule: AlertingRule, end: number): RuleTest {
  return {
    name: `exporter health: ${what}`,
    series,
    alerts: [
      { at: before, alert, firing: [] },
      { at: end, alert, firing: firing.map(([labels, value]) => expectedAlert(rule, labels, value)) },
    ],
    expressions: [],
  };
}

function healthy(
  { gauge, series, length }: FakeExporter,
  rules: readonly AlertingRule[],
  end: number,
  { evaluationInterval }: RuleSettings,
): RuleTest {
  return {
    name: 'exporter health: a healthy exporter raises nothing',
    series: [
      gauge('up', '', 1),
      series('plimsoll_discovery_last_success_timestamp_seconds', '', {}, `0+${evaluationInterval}x${length}`),
      gauge('plimsoll_unresolved_instances', '', 0, { component: 'calico-node', reason: 'digest_only' }),
      gauge('plimsoll_discovery_unreadable_collections', '', 0, { resource: 'pods' }),
      gauge('plimsoll_component_info', '', 1, { pod: 'a', component: 'calico-node' }),
    ],
    alerts: rules.map(({ alert }) => ({ at: end, alert, firing: [] })),
    expressions: [],
  };
}

/** With every evaluation an instance is replaced, so at any time there are some without usage. */
function rollingUpdate(components: readonly Component[], settings: RuleSettings): RuleTest {
  const clock = testClock(settings);
  const steps = 3 * clock.settled;
  const replaced = (['container', 'node-process'] as const)
    .flatMap((kind) => components.find(({ runs }) => runs.as === kind) ?? [])
    .flatMap((component) => {
      const instance = (name: string, from: number, to: number) =>
        instanceOf(component, 'cpu', name, to, { lives: { from, to }, exposures: { 'TEST-1': 'exposed' } }, settings);
      return Array.from({ length: steps }, (_, index) => [
        instance(`old-${index}`, 0, index + 1),
        instance(`new-${index}`, index + 1, steps + 1),
      ]).flat();
    });
  const world = { instances: replaced, expected: [], length: steps + 1, exporters: 1, scrapes: 1 };
  const moments = [0.25, 0.5, 0.75, 1].map((share) => Math.floor(steps * share) - 1);
  return {
    name: 'exporter health: a rolling update raises nothing',
    series: simulate({ ...world, exporterGap: undefined }, settings),
    alerts: moments.map((at) => ({ at: clock.seconds(at), alert: 'PlimsollUsageMissing', firing: [] })),
    expressions: [],
  };
}
