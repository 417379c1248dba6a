import type { ComparedResource } from '../../catalog/measurement.ts';
import type { Component } from '../../components/component.ts';
import { measuredOn } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { InputSeries, RuleTest } from './promtool-test.ts';
import {
  checkAt,
  type Differs,
  foreigners,
  identityLabels,
  instanceOf,
  recordingTest,
  unitOf,
} from './recording-stage.ts';
import type { SimulatedInstance } from './simulated-world.ts';
import { testClock } from './test-clock.ts';
import { usageSeries } from './usage-series.ts';

/** More than anything that these tests measure. */
const huge = 1000;

/** What containers use, among everything that could be mistaken for it; of every name that the catalog has. */
export function containerUsageTest(
  component: Component,
  containers: readonly string[],
  resource: ComparedResource,
  settings: RuleSettings,
): RuleTest {
  const clock = testClock(settings);
  const { usage } = measuredOn('container', resource, settings).recordings;
  const at = clock.settled;
  const length = at + 4;
  const unit = unitOf[resource];
  const run = (cluster: string, differs: Differs = {}) =>
    instanceOf(component, resource, 'a', length, { cluster, ...differs }, settings);
  const seriesOf = (instance: SimulatedInstance, amount: number) =>
    usageSeries({ ...instance, usage: [{ from: 0, amount: amount * unit }] }, 1, settings);
  const one = run('east');
  const quieter = run('east', {
    place: { namespace: 'other' },
    usage: [
      { from: 0, amount: 2 * unit },
      { from: at - clock.rated, amount: unit },
    ],
  });
  const elsewhere = run('west', { amount: 0.25 });
  const unknownName = run('east', { place: { container: 'renamed' } });
  const named = containers.map((container) => run('north', { place: { container } }));
  const foreign = [
    ...seriesOf(one, 0.125).map((series) => inAnother(series, 'service', 'kubelet-behind')),
    ...seriesOf(one, 0.25).map((series) => inAnother(series, 'id', '/kubepods/the-one-before')),
    ...seriesOf(one, huge).flatMap((series) => foreigners(series, settings.cadvisorSelector)),
  ];
  return recordingTest(
    component.id,
    `${resource}: usage counts once however often it is scraped, and stays with its container; a restart has two cgroups`,
    { instances: [one, quieter, elsewhere, unknownName, ...named], length, exporters: 2, scrapes: 2, foreign },
    [
      checkAt(
        at,
        `${usage} / ${unit}`,
        [
          [identityLabels(one, '1.0.0', settings), resource === 'cpu' ? 0.75 : 0.5],
          [identityLabels(quieter, '1.0.0', settings), 1],
          [identityLabels(elsewhere, '1.0.0', settings), 0.25],
          ...named.map((instance) => [identityLabels(instance, '1.0.0', settings), 0.5] as const),
        ],
        settings,
      ),
    ],
    settings,
  );
}

/** What a process uses comes from the series that measures it, and from no other that carries the same name. */
export function nodeUsageTest(
  component: Component,
  others: readonly Component[],
  resource: ComparedResource,
  settings: RuleSettings,
): RuleTest {
  const clock = testClock(settings);
  const { usage } = measuredOn('node-process', resource, settings).recordings;
  const at = clock.settled;
  const length = at + 4;
  const unit = unitOf[resource];
  const node = (cluster: string, name: string, differs: Differs = {}) =>
    instanceOf(component, resource, name, length, { cluster, ...differs }, settings);
  const one = node('east', 'a');
  const calmed = node('east', 'b', {
    usage: [
      { from: 0, amount: 2 * unit },
      { from: at - clock.rated, amount: unit },
    ],
  });
  const elsewhere = node('west', 'a', { amount: 0.25 });
  // For a while a node that changes its role is two of them.
  const asWell = others
    .filter(({ id }) => id !== component.id)
    .map(({ id }) => node('east', 'a', { component: id, usage: [] }));
  const seriesOf = (amount: number, cgroup?: string | undefined) => {
    const place = { kind: 'node-process', node: 'a', cgroup } as const;
    return usageSeries({ ...one, place, usage: [{ from: 0, amount: amount * unit }] }, 1, settings);
  };
  const { cgroup } = one.place.kind === 'node-process' ? one.place : { cgroup: undefined };
  const selector = cgroup === undefined ? settings.kubeletSelector : settings.cadvisorSelector;
  const foreign = [
    ...seriesOf(0.125, cgroup).map((series) => inAnother(series, 'service', 'kubelet-behind')),
    ...seriesOf(huge, '/system.slice/another.service'),
    ...(cgroup === undefined ? [] : seriesOf(huge)),
    ...seriesOf(huge, cgroup).flatMap((series) => foreigners(series, selector)),
  ];
  return recordingTest(
    component.id,
    `${resource}: usage of a process on the node`,
    { instances: [one, calmed, elsewhere, ...asWell], length, exporters: 2, scrapes: 2, foreign },
    [
      checkAt(
        at,
        `${usage}{component=${JSON.stringify(component.id)}} / ${unit}`,
        [
          [identityLabels(one, '1.0.0', settings), 0.5],
          [identityLabels(calmed, '1.0.0', settings), 1],
          [identityLabels(elsewhere, '1.0.0', settings), 0.25],
        ],
        settings,
      ),
    ],
    settings,
  );
}

function inAnother({ series, values }: InputSeries, label: string, value: string): InputSeries {
  return { series: series.replace(new RegExp(`\\b${label}="[^"]*"`), `${label}="${value}"`), values };
}
