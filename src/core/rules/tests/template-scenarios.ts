import { cast, misbehaving } from './issue-stage.ts';
import { neighbours, otherRules } from './neighbour-scenarios.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import { windows } from './window-scenarios.ts';

/** What each template has to stand, whatever it judges; for one issue of each. */
export function templateScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { fires } = stage;
  const until = fires + 4;
  const east = crowd(stage, { until, cluster: 'east' });
  const west = crowd(stage, { until, cluster: 'west', state: 'not_exposed' });
  return [
    scenario(
      director,
      'two exporters, double scrapes and a busy cluster of the same names that is not exposed change nothing',
      {
        instances: [...east.all, ...west.all],
        exporters: 2,
        scrapes: 2,
        checks: [{ at: fires, firing: [east.diverging] }],
      },
    ),
    ...(stage.settings.inventoryFrom === 'exporter' ? [exporterGap(director), exporterGone(director)] : []),
    versionReplaced(director),
    rollingUpdate(director),
    neighbours(director),
    otherRules(director),
    windows(director),
    ...saturation(director),
  ];
}

/** The alert stands while the exporter is away for less than its memory. */
function exporterGap(director: Director): RuleTest {
  const { stage } = director;
  const { clock, fires } = stage;
  const gap = { from: fires, to: fires + clock.shortGap };
  const { all, diverging } = crowd(stage, { until: gap.to + clock.settled + 4 });
  return scenario(director, 'the alert outlasts a gap in the exporter', {
    instances: all,
    exporterGap: gap,
    checks: [gap.from, gap.to - 1, gap.to + clock.settled].map((at) => ({ at, firing: [diverging] })),
  });
}

/** Nobody knows what runs when the exporter has been away for longer than is remembered; its own alert says so. */
function exporterGone(director: Director): RuleTest {
  const { stage } = director;
  const { clock, fires } = stage;
  const gap = { from: fires, to: fires + clock.longGap };
  const { all, diverging } = crowd(stage, { until: gap.to + 4 });
  return scenario(director, 'the alert ends when the exporter is gone for longer than its memory', {
    instances: all,
    exporterGap: gap,
    checks: [
      { at: gap.from, firing: [diverging] },
      { at: gap.to - 1, firing: [] },
    ],
  });
}

/** A pod that keeps its name, or a node, gets a version without the issue and stays as busy. */
function versionReplaced(director: Director): RuleTest {
  const { stage } = director;
  const { clock, fires: change, versions } = stage;
  const until = change + clock.resolved + 4;
  const { all, diverging } = crowd(stage, { until });
  const instances = all.map((instance) => ({
    ...instance,
    versions: [
      ...instance.versions.map((run) => ({ ...run, to: Math.min(run.to, change) })),
      { from: change, to: until, version: versions.fixed ?? versions.before ?? '', exposures: {} },
    ],
  }));
  return scenario(director, 'the alert ends when the version is replaced in place', {
    instances,
    checks: [
      { at: change, firing: [diverging] },
      { at: change + clock.resolved, firing: [] },
    ],
  });
}

/** Both versions run, as busy as each other: the alert counts those of the affected one. */
function rollingUpdate(director: Director): RuleTest {
  const { stage } = director;
  const { clock, fires, versions } = stage;
  const lives = { from: 0, to: fires + 4 };
  const { all, diverging } = crowd(stage, { until: lives.to });
  // Not for so long that they become a baseline.
  const updatedLives = { from: Math.max(0, lives.to - 4 - clock.stillCold), to: lives.to };
  const update = { lives: updatedLives, version: versions.fixed ?? versions.before ?? '', state: undefined };
  const updated = [
    cast(stage, { name: '4', ...update, usage: misbehaving(stage) }),
    ...['5', '6'].map((name) => cast(stage, { name, ...update })),
  ];
  return scenario(director, 'in a rolling update only the affected version counts', {
    instances: [...all, ...updated],
    checks: [{ at: fires, firing: [diverging] }],
  });
}

/** What takes all that its limit or its node has is urgent, and says which of the two it is. */
function saturation(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { fires, ruled } = stage;
  if (ruled.issue.signature === 'growth') return [];
  const { all, diverging } = crowd(stage, { until: fires + 4 });
  const worst = diverging.instances.at(-1);
  const limited = (by: 'limit' | 'nodeLimit', share: number) =>
    all.map((instance) => (instance === worst ? { ...instance, [by]: diverging.usage * share } : instance));
  const alone = { ...diverging, instances: diverging.instances.slice(-1) as [(typeof diverging.instances)[0]] };
  const alsoCritical = (saturates: 'limit' | 'node') => [diverging, { ...alone, saturates }];
  return [
    ...(ruled.on.runs === 'container'
      ? [
          scenario(director, 'critical when it has reached its limit', {
            instances: limited('limit', 1.05),
            checks: [{ at: fires, firing: alsoCritical('limit') }],
          }),
          scenario(director, 'not critical far below its limit', {
            instances: limited('limit', 1.5),
            checks: [{ at: fires, firing: [diverging] }],
          }),
        ]
      : []),
    scenario(director, 'critical when it takes the whole node', {
      instances: limited('nodeLimit', 1.05),
      checks: [{ at: fires, firing: alsoCritical('node') }],
    }),
    scenario(director, 'not critical with much of the node left', {
      instances: limited('nodeLimit', 1.5),
      checks: [{ at: fires, firing: [diverging] }],
    }),
  ];
}
