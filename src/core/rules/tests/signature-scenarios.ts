import { divergenceOf } from '../divergence.ts';
import { growthScenarios } from './growth-scenarios.ts';
import { cast, expectations, type IssueStage } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import type { SimulatedExpectation, SimulatedInstance } from './simulated-world.ts';
import { unjudged } from './unjudged.ts';

/** What only this signature does; for one issue of each template. */
export function signatureScenarios(director: Director): readonly RuleTest[] {
  switch (director.stage.ruled.issue.signature) {
    case 'step':
      return [
        ...learnedBaseline(director),
        shortBurst(director),
        youngInstance(director),
        // Without an exporter the catalog's figure is a part of the rules, and nobody overrides it but the settings.
        ...(director.stage.settings.inventoryFrom === 'exporter'
          ? [withoutBaseline(director), override(director)]
          : []),
        restart(director),
      ];
    case 'outlier':
      return [allAreBusy(director), oneIsIdle(director), tooFewPeers(director), restart(director)];
    case 'delayed-onset':
      return [...busyFromTheStart(director), quietTimeIsRemembered(director), restart(director)];
    case 'growth':
      return growthScenarios(director);
    case 'victim':
      return [];
  }
}

/** Learned on a version without the issue, then upgraded, then fixed: the upgrade never becomes the new normal. */
function learnedBaseline(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { clock, versions, normal, ruled, settings } = stage;
  const { before, fixed } = versions;
  if (before === undefined || fixed === undefined) return [];
  const { factor, floor } = divergenceOf(ruled.issue, ruled.on.resource, settings);
  const learned = normal * 2;
  const usage = 2 * Math.max(learned * factor, floor);
  const upgrade = clock.warmedUp;
  const fix = upgrade + 2 * clock.settled + clock.warmedUp;
  const until = fix + clock.resolved + 4;
  const instance = (name: string, from: number, to: number, version: string, used: number) =>
    cast(stage, {
      name,
      lives: { from, to },
      version,
      usage: [{ from, amount: used }],
      state: version === versions.affected ? 'exposed' : undefined,
    });
  const bad = instance('bad', upgrade, fix, versions.affected, usage);
  const diverging = {
    instances: [bad] as const,
    usage,
    source: 'learned',
    expected: learned,
    allConditionsHold: true,
  };
  return [
    scenario(director, 'a baseline learned before the upgrade beats the catalog, and the fix ends the alert', {
      instances: [instance('old', 0, upgrade, before, learned), bad, instance('fixed', fix, until, fixed, learned)],
      checks: [
        { at: upgrade, firing: [] },
        { at: upgrade + clock.settled, firing: [diverging] },
        { at: fix - 1, firing: [diverging] },
        { at: fix + clock.resolved, firing: [] },
      ],
    }),
  ];
}

/** A burst that is shorter than the window is work, not a regression. */
function shortBurst(director: Director): RuleTest {
  const { stage } = director;
  const { clock, normal, high } = stage;
  const burst = clock.settled;
  const calm = burst + Math.floor(clock.tooEarly / 2);
  const until = calm + clock.settled;
  const usage = [
    { from: 0, amount: normal },
    { from: burst, amount: high },
    { from: calm, amount: normal },
  ];
  return scenario(director, 'silent in a burst', {
    instances: [cast(stage, { name: '1', lives: { from: 0, to: until }, usage })],
    checks: [burst, calm, calm + clock.tooEarly, until - 1].map((at) => ({ at, firing: [] })),
  });
}

/** Starting up is work as well: an instance is judged once its window is whole, however busy it is. */
function youngInstance(director: Director): RuleTest {
  const { stage } = director;
  const { clock, high } = stage;
  const lives = { from: 0, to: clock.settled };
  return scenario(director, 'silent while an instance is young', {
    instances: [cast(stage, { name: '1', lives, usage: [{ from: 0, amount: high * 20 }] })],
    checks: [{ at: clock.tooEarly, firing: [] }],
  });
}

/** With neither a figure nor a history there is nothing to diverge from, and the rules say so. */
function withoutBaseline(director: Director): RuleTest {
  const { stage } = director;
  const { clock, normal } = stage;
  const said = overrideOf(stage, 'told', normal);
  const told = busyCluster(stage, 'told').map((instance) => ({ ...instance, usage: [{ from: 0, amount: normal }] }));
  return scenario(director, 'silent while nothing says what it should use, and told as not judged', {
    instances: [...told, ...busyCluster(stage, 'untold')],
    expected: [said],
    checks: [{ at: clock.settled, firing: [] }],
    recordings: [unjudged(director, { at: clock.settled, cluster: 'untold', count: 2 })],
  });
}

/** Three busy instances: the issue can show in one, may show in another, and cannot show in the last. */
function busyCluster(stage: IssueStage, cluster: string): readonly SimulatedInstance[] {
  const { clock, high } = stage;
  const lives = { from: 0, to: clock.settled + 4 };
  return (['exposed', 'unknown', 'not_exposed'] as const).map((state, index) =>
    cast(stage, { name: `${index}`, lives, cluster, state, usage: [{ from: 0, amount: high }] }),
  );
}

/** What the user says counts more than the catalog. */
function override(director: Director): RuleTest {
  const { stage } = director;
  const { clock, high } = stage;
  const lives = { from: 0, to: clock.settled + 4 };
  return scenario(director, "silent at what the user's override expects", {
    instances: [cast(stage, { name: '1', lives, usage: [{ from: 0, amount: high }] })],
    expected: [...expectations(stage, ['']), overrideOf(stage, '', high)],
    checks: [{ at: clock.settled, firing: [] }],
  });
}

function overrideOf({ entry, versions, ruled }: IssueStage, cluster: string, amount: number): SimulatedExpectation {
  return {
    cluster,
    component: entry.component.id,
    version: versions.affected,
    issue: ruled.issue.id,
    source: 'override',
    resource: ruled.on.resource,
    amount,
  };
}

/** A restart makes another cgroup, with a counter from 0: usage is what it was, and so is the alert. */
function restart(director: Director): RuleTest {
  const { stage } = director;
  const { clock, fires } = stage;
  const { all, diverging } = crowd(stage, { until: fires + clock.settled + 4 });
  return scenario(director, 'the alert stands through a restart of the container', {
    instances: all.map((instance) => ({ ...instance, restartsAt: fires + 1 })),
    checks: [fires, fires + clock.settled].map((at) => ({ at, firing: [diverging] })),
    standing: [fires + 1, fires + 2, fires + 4, fires + 7],
  });
}

/** The whole cluster is busy: that is load. */
function allAreBusy(director: Director): RuleTest {
  const { stage } = director;
  const { clock, high } = stage;
  const lives = { from: 0, to: clock.settled + 4 };
  const instances = ['1', '2', '3'].map((name) => cast(stage, { name, lives, usage: [{ from: 0, amount: high }] }));
  return scenario(director, 'silent when all peers are as busy', {
    instances,
    checks: [{ at: clock.settled, firing: [] }],
  });
}

/** One idle instance does not make outliers of the others. */
function oneIsIdle(director: Director): RuleTest {
  const { stage } = director;
  const { clock, ruled, settings } = stage;
  const { factor, floor } = divergenceOf(ruled.issue, ruled.on.resource, settings);
  const lives = { from: 0, to: clock.settled + 4 };
  const instance = (name: string, amount: number) => cast(stage, { name, lives, usage: [{ from: 0, amount }] });
  const busy = ['1', '2', '3'].map((name) => instance(name, 2 * factor * floor));
  return scenario(director, 'silent when one peer is idle', {
    instances: [...busy, instance('4', floor / 10)],
    checks: [{ at: clock.settled, firing: [] }],
  });
}

/** Of two instances nobody can say which one is the normal one, and the rules say so. */
function tooFewPeers(director: Director): RuleTest {
  const { stage } = director;
  const { clock } = stage;
  const { all, diverging } = crowd(stage, { until: clock.settled + 4, cluster: 'enough' });
  return scenario(director, 'silent with fewer than three to compare, and told as not judged', {
    instances: [...all, ...busyCluster(stage, 'too-few')],
    checks: [{ at: clock.settled, firing: [diverging] }],
    recordings: [unjudged(director, { at: clock.settled, cluster: 'too-few', count: 2 })],
  });
}

/** An instance that was never quiet cannot be judged by itself; only where a figure says what it should use. */
function busyFromTheStart(director: Director): readonly RuleTest[] {
  const { stage } = director;
  if (stage.expected !== undefined) return [];
  const { clock, high } = stage;
  const until = 3 * clock.settled;
  const usage = [{ from: 0, amount: high }];
  return [
    scenario(director, 'silent when it was as busy from the start', {
      instances: [cast(stage, { name: '1', lives: { from: 0, to: until }, usage })],
      checks: [
        { at: clock.settled, firing: [] },
        { at: until - 1, firing: [] },
      ],
    }),
  ];
}

/** Long after the onset the quiet time is still known: nothing was fixed, so the alert stands. */
function quietTimeIsRemembered(director: Director): RuleTest {
  const { stage } = director;
  const { clock, onset, fires } = stage;
  const late = onset + 30 * clock.settled;
  const { all, diverging } = crowd(stage, { until: late + 4 });
  return scenario(director, 'the alert stands long after the onset', {
    instances: all,
    checks: [fires, late].map((at) => ({ at, firing: [diverging] })),
  });
}
