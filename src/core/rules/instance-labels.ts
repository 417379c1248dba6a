import type { Component } from '../components/component.ts';

const ofNodeProcess = ['node', 'component', 'version'];
const ofContainer = ['namespace', 'workload_kind', 'workload', 'pod', 'container', ...ofNodeProcess];

/** Labels that instances have in the recordings: what selectors of baselines and waivers can ask for. */
export function instanceLabels(runs: Component['runs']['as'], clusterLabel: string): readonly string[] {
  return [clusterLabel, ...(runs === 'container' ? ofContainer : ofNodeProcess)];
}
