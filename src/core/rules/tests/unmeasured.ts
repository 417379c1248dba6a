import type { Component } from '../../components/component.ts';
import type { ExposureState } from '../../matching/finding.ts';
import { cgroupOf } from '../node-process-usage.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { type Differs, instanceOf } from './recording-stage.ts';
import type { SimulatedInstance } from './simulated-world.ts';

type Exposures = Readonly<Record<string, ExposureState>>;

const exposed: Exposures = { 'TEST-1': 'exposed' };
const unknown: Exposures = { 'TEST-2': 'unknown' };
const harmless: Exposures = { 'TEST-3': 'not_exposed', 'TEST-4': 'unconfirmed' };

/** Instances that may show an issue and are not measured, among neighbours that are. */
export interface Unmeasured {
  readonly instances: readonly SimulatedInstance[];
  /** Components of which three instances in the cluster `east` may show an issue: two TEST-1, and two TEST-2. */
  readonly of: readonly Component[];
}

/** One component in containers and one on nodes, where there are such, for `length` samples. */
export function unmeasured(components: readonly Component[], length: number, settings: RuleSettings): Unmeasured {
  const run = (component: Component, cluster: string, name: string, exposures: Exposures, differs: Differs = {}) =>
    instanceOf(component, 'cpu', name, length, { cluster, exposures, ...differs }, settings);
  const nothing = { usage: [] };
  const [inPod, anotherInPod] = components.filter(({ runs }) => runs.as === 'container');
  const onNodes = components.filter(({ runs }) => runs.as === 'node-process');
  const [onNode] = onNodes;
  const measuredApart = onNodes.find((other) => cgroupIn(other, settings) !== (onNode && cgroupIn(onNode, settings)));
  const of = [inPod, onNode].flatMap((component) => component ?? []);
  const all = { ...exposed, ...unknown };
  const instances = of.flatMap((component) => [
    run(component, 'east', 'a', all, nothing),
    run(component, 'east', 'b', exposed, nothing),
    run(component, 'east', 'c', unknown, nothing),
    run(component, 'east', 'd', harmless, nothing),
    run(component, 'east', 'e', all),
    run(component, 'west', 'a', all),
  ]);
  return {
    instances: [
      ...instances,
      ...(inPod ? [run(inPod, 'east', 'a', all, { place: { namespace: 'other' } })] : []),
      ...(anotherInPod ? [run(anotherInPod, 'east', 'a', all)] : []),
      ...(measuredApart ? [run(measuredApart, 'east', 'a', all)] : []),
    ],
    of,
  };
}

function cgroupIn({ runs }: Component, settings: RuleSettings): string | undefined {
  return runs.as === 'node-process' ? cgroupOf(runs, settings) : undefined;
}
