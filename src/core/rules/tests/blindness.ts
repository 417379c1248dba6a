import type { Component } from '../../components/component.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { FakeExporter } from './fake-exporter.ts';
import type { InputSeries } from './promtool-test.ts';
import { instanceOf } from './recording-stage.ts';
import { simulate } from './simulate.ts';
import { testClock } from './test-clock.ts';
import { unmeasured } from './unmeasured.ts';

/** One way of being blind: what Prometheus sees of it, and the alerts it raises. */
export interface Blindness {
  readonly alert: string;
  readonly what: string;
  readonly series: readonly InputSeries[];
  /** In seconds: the last moment before the alert may fire. */
  readonly before: number;
  /** Labels of each alert without those of its rule, and its value. */
  readonly firing: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

const replica = { instance: 'plimsoll-1:9848' };

/** Nothing, or not everywhere, is the exporter scraped. */
export function absences(exporter: FakeExporter, settings: RuleSettings): readonly Blindness[] {
  const { clusterLabel, exporterFor, evaluationInterval } = settings;
  const { gauge, foreign, series, length } = exporter;
  const alert = 'PlimsollAbsent';
  const healthyFor = 5;
  const down = `1x${healthyFor - 1} 0x${length}`;
  const before = exporterFor + (healthyFor - 1) * evaluationInterval;
  return [
    {
      alert,
      what: 'nothing scrapes it',
      series: foreign('up', 'east', 1),
      before: exporterFor - evaluationInterval,
      firing: [[{}, 1]],
    },
    {
      alert,
      what: 'of three clusters one has lost it, and one no longer knows of it',
      series: [
        series('up', 'east', {}, down),
        ...foreign('up', 'east', 1),
        series('up', 'north', {}, `1x${healthyFor - 1} stale`),
        gauge('up', 'west', 1),
      ],
      before,
      firing: ['east', 'north'].map((cluster) => [{ [clusterLabel]: cluster }, 1]),
    },
    {
      alert,
      what: 'both clusters have lost it, and there is no third alert for the rest of the world',
      series: ['east', 'west'].map((cluster) => series('up', cluster, {}, down)),
      before,
      firing: ['east', 'west'].map((cluster) => [{ [clusterLabel]: cluster }, 1]),
    },
  ];
}

/** It cannot see its cluster, or not all of it. */
export function sightless(exporter: FakeExporter, settings: RuleSettings, end: number): readonly Blindness[] {
  const { clusterLabel, exporterFor, alertFor, evaluationInterval: sample } = settings;
  const { gauge, foreign, series, length } = exporter;
  const success = 'plimsoll_discovery_last_success_timestamp_seconds';
  const unreadable = 'plimsoll_discovery_unreadable_collections';
  const unresolved = 'plimsoll_unresolved_instances';
  const now = `0+${sample}x${length}`;
  const digest = { component: 'calico-node', reason: 'digest_only' };
  const before = exporterFor - sample;
  return [
    {
      alert: 'PlimsollDiscoveryStale',
      what: 'the view of one of two clusters is old, and older for one of its replicas',
      series: [
        gauge(success, 'east', 2 * sample),
        gauge(success, 'east', sample, replica),
        ...foreign(success, 'east', 1e12),
        series(success, 'west', {}, now),
      ],
      before: exporterFor + 3 * sample,
      firing: [[{ [clusterLabel]: 'east' }, end - 2 * sample]],
    },
    {
      alert: 'PlimsollDiscoveryIncomplete',
      what: 'parts of two clusters may not be read, more of them by one of two replicas',
      series: [
        gauge(unreadable, 'east', 0, { resource: 'nodes' }),
        gauge(unreadable, 'east', 2, { resource: 'pods' }),
        gauge(unreadable, 'east', 1, { resource: 'pods', ...replica }),
        ...foreign(unreadable, 'east', 7, { resource: 'pods' }),
        gauge(unreadable, 'west', 1, { resource: 'pods' }),
      ],
      before,
      firing: [
        [{ [clusterLabel]: 'east', resource: 'pods' }, 2],
        [{ [clusterLabel]: 'west', resource: 'pods' }, 1],
      ],
    },
    {
      alert: 'PlimsollLabelsOverwritten',
      what: 'Prometheus renamed its labels in two clusters',
      series: ['a', 'b'].flatMap((exported_pod) => [
        gauge('plimsoll_component_info', 'east', 1, { exported_pod, pod: 'plimsoll-0' }),
        ...foreign('plimsoll_component_info', 'east', 1, { exported_pod }),
        gauge('plimsoll_component_info', exported_pod, 1, { exported_pod, pod: 'plimsoll-0' }),
      ]),
      before: alertFor - sample,
      firing: [
        [{ [clusterLabel]: 'east' }, 2],
        [{ [clusterLabel]: 'a' }, 1],
        [{ [clusterLabel]: 'b' }, 1],
      ],
    },
    {
      alert: 'PlimsollVersionUnresolved',
      what: 'versions cannot be read, for two reasons, and more of them by one of two replicas',
      series: [
        gauge(unresolved, 'east', 2, digest),
        gauge(unresolved, 'east', 1, { ...digest, ...replica }),
        gauge(unresolved, 'east', 1, { ...digest, reason: 'moving_tag' }),
        ...foreign(unresolved, 'east', 7, digest),
        gauge(unresolved, 'west', 1, digest),
      ],
      before,
      firing: [
        [{ [clusterLabel]: 'east', component: digest.component }, 3],
        [{ [clusterLabel]: 'west', component: digest.component }, 1],
      ],
    },
  ];
}

/** What may show an issue has no usage, or has it no longer. */
export function unmeasuredInstances(
  components: readonly Component[],
  { length }: FakeExporter,
  settings: RuleSettings,
): Blindness {
  const { clusterLabel, exporterFor, rateWindow, evaluationInterval } = settings;
  const { instances, of } = unmeasured(components, length, settings);
  const clock = testClock(settings);
  const exposures = { 'TEST-1': 'exposed' } as const;
  // So late that usage is remembered for not much longer.
  const to = length - 2 * clock.shortGap - clock.rated - 8;
  const further = of.flatMap((component) => [
    {
      ...instanceOf(component, 'cpu', 'lost', length, { cluster: 'east', exposures }, settings),
      lives: { from: 0, to },
    },
    instanceOf(component, 'cpu', 'only', length, { cluster: 'north', exposures, usage: [] }, settings),
  ]);
  const world = { instances: [...instances, ...further], expected: [], length, exporters: 2, scrapes: 1 };
  return {
    alert: 'PlimsollUsageMissing',
    what: 'of instances with a known issue three have no usage, and one has none any more',
    series: simulate({ ...world, exporterGap: undefined }, settings),
    before: rateWindow + exporterFor - evaluationInterval,
    firing: of.flatMap(({ id }) => [
      [{ [clusterLabel]: 'east', component: id }, 4] as const,
      [{ [clusterLabel]: 'north', component: id }, 1] as const,
    ]),
  };
}
