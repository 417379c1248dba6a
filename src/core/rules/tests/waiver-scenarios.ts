import type { Waiver } from '../rule-settings.ts';
import { selectorLabels } from '../selector-labels.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import type { SimulatedInstance } from './simulated-world.ts';

/** That what is waived is silent for as long as the waiver counts, and no longer; for each waiver of the issue. */
export function waiverScenarios(director: Director): readonly RuleTest[] {
  const { settings, ruled } = director.stage;
  return settings.waivers
    .filter(({ issue }) => issue === ruled.issue.id)
    .flatMap((waiver) => [...silentWhileWaived(director, waiver), ...comesBack(director, waiver)]);
}

/** The clock of a test begins in 1970, so it hardly ever gets to the end of a waiver. */
function silentWhileWaived(director: Director, waiver: Waiver): readonly RuleTest[] {
  const { stage } = director;
  const { fires, clock } = stage;
  if (waiver.expires <= clock.seconds(fires + 1)) return [];
  const { instances } = waived(director, waiver, fires + 4);
  return [
    scenario(director, `silent while waived${whatOf(waiver)}`, { instances, checks: [{ at: fires, firing: [] }] }),
  ];
}

const reachable = 2 * 86_400;

function comesBack(director: Director, waiver: Waiver): readonly RuleTest[] {
  const { stage } = director;
  const { fires, settings } = stage;
  if (waiver.expires > reachable) return [];
  const at = Math.ceil(waiver.expires / settings.evaluationInterval) + fires + 1;
  const { instances, diverging } = waived(director, waiver, at + 4);
  return [
    scenario(director, `the alert comes back when the waiver${whatOf(waiver)} has expired`, {
      instances,
      checks: [{ at, firing: [diverging] }],
    }),
  ];
}

function whatOf({ selector, owner }: Waiver): string {
  return ` by ${owner}${selector === '' ? '' : ` for ${selector}`}`;
}

/** One instance that misbehaves and that the waiver is for, among healthy ones. */
function waived(director: Director, waiver: Waiver, until: number) {
  const { stage } = director;
  const { clusterLabel } = stage.settings;
  const wanted = selectorLabels(waiver.selector) ?? {};
  const { all, diverging } = crowd(stage, { until, cluster: wanted[clusterLabel] ?? '' });
  const worst = diverging.instances.at(-1) ?? diverging.instances[0];
  const chosen = withLabels(worst, wanted);
  const healthy = all.filter((instance) => !diverging.instances.includes(instance));
  return { instances: [...healthy, chosen], diverging: { ...diverging, instances: [chosen] as const } };
}

function withLabels(instance: SimulatedInstance, wanted: Readonly<Record<string, string>>): SimulatedInstance {
  const { place } = instance;
  const node = wanted['node'] ?? place.node;
  if (place.kind === 'node-process') return { ...instance, place: { ...place, node } };
  return {
    ...instance,
    place: {
      ...place,
      node,
      namespace: wanted['namespace'] ?? place.namespace,
      workloadKind: wanted['workload_kind'] ?? place.workloadKind,
      workload: wanted['workload'] ?? place.workload,
      pod: wanted['pod'] ?? place.pod,
    },
  };
}
