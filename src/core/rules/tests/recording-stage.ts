import type { ComparedResource } from '../../catalog/measurement.ts';
import type { Component } from '../../components/component.ts';
import type { ExposureState } from '../../matching/finding.ts';
import { cgroupOf } from '../node-process-usage.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import { type ExpressionCheck, type InputSeries, type RuleTest, seriesText } from './promtool-test.ts';
import { simulate } from './simulate.ts';
import type { ContainerPlace, SimulatedInstance, SimulatedWorld } from './simulated-world.ts';
import { testClock } from './test-clock.ts';

/** An instance of a recording test, where it differs from the usual one. */
export interface Differs extends Partial<Omit<SimulatedInstance, 'place'>> {
  /** In cores or kilobytes. */
  readonly amount?: number;
  readonly version?: string;
  readonly exposures?: Readonly<Record<string, ExposureState>>;
  readonly place?: Partial<Omit<ContainerPlace, 'kind'>>;
}

/** Labels of a series that is expected, without its name, and its value. */
export type Expected = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Amounts of the tests are in cores and kilobytes: so little that nothing is lost by rounding. */
export const unitOf: Readonly<Record<ComparedResource, number>> = { cpu: 1, memory: 1000 };

/** An instance of `component` that lives for `length` samples and uses half a core, or half a kilobyte. */
export function instanceOf(
  component: Component,
  resource: ComparedResource,
  name: string,
  length: number,
  { amount = 0.5, version = '1.0.0', exposures = {}, place, ...rest }: Differs,
  settings: RuleSettings,
): SimulatedInstance {
  const lives = rest.lives ?? { from: 0, to: length };
  return {
    cluster: '',
    place: placeOf(component, name, place, settings),
    component: component.id,
    lives,
    resource,
    usage: [{ from: lives.from, amount: amount * unitOf[resource] }],
    versions: [{ ...lives, version, exposures }],
    ...rest,
  };
}

function placeOf(
  { runs }: Component,
  name: string,
  place: Differs['place'],
  settings: RuleSettings,
): SimulatedInstance['place'] {
  if (runs.as === 'node-process') return { kind: 'node-process', node: name, cgroup: cgroupOf(runs, settings) };
  const container = runs.containers[0] ?? '';
  const usual = { namespace: 'test', workloadKind: 'Deployment', workload: 'workload', container, node: 'node' };
  return { kind: 'container', pod: name, ...usual, ...place };
}

/** All labels that the recordings of identity and usage have for an instance on one of its versions. */
export function identityLabels(
  { place, cluster, component }: SimulatedInstance,
  version: string,
  { clusterLabel }: RuleSettings,
): Readonly<Record<string, string>> {
  const own = { [clusterLabel]: cluster, component, version, node: place.node };
  if (place.kind === 'node-process') return own;
  const { namespace, workloadKind, workload, pod, container } = place;
  return { ...own, namespace, workload_kind: workloadKind, workload, pod, container };
}

/** Further series that the rules must not see. */
interface Plot extends Partial<SimulatedWorld> {
  readonly length: number;
  readonly foreign?: readonly InputSeries[];
}

/** A world, and what recordings hold at some moments in it; `of` says whose they are. */
export function recordingTest(
  of: string,
  what: string,
  { foreign = [], ...world }: Plot,
  expressions: readonly ExpressionCheck[],
  settings: RuleSettings,
): RuleTest {
  const whole = { instances: [], expected: [], exporters: 1, scrapes: 1, exporterGap: undefined, ...world };
  const series = [...simulate(whole, settings), ...foreign];
  return { name: `recordings of ${of}: ${what}`, series, alerts: [], expressions };
}

/** What `expr` gives, at a sample; rounded, as promtool compares floating point numbers bit by bit. */
export function checkAt(
  sample: number,
  expr: string,
  expected: readonly Expected[],
  settings: RuleSettings,
): ExpressionCheck {
  const samples = expected.map(([labels, value]) => ({ labels: seriesText('', labels), value }));
  return { at: testClock(settings).seconds(sample), expr: `round(${expr}, 0.001)`, samples };
}

/** The same series as others have them: for each label of the selector, one with another value. */
export function foreigners({ series, values }: InputSeries, selector: string): readonly InputSeries[] {
  return Object.entries(selectorLabels(selector) ?? {}).map(([label, value]) => ({
    series: series.replace(`${label}=${JSON.stringify(value)}`, `${label}="another"`),
    values,
  }));
}
