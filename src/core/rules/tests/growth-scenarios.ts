import { growthFloorOf } from '../divergence.ts';
import { humanizeDuration } from '../humanize.ts';
import type { Diverging } from './foresee-alert.ts';
import { cast, growthOf, misbehaving } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type Director, scenario } from './scenario.ts';
import type { UsagePhase } from './simulated-world.ts';

/** What is a leak, and what only looks like one. */
export function growthScenarios(director: Director): readonly RuleTest[] {
  return [onlyLooksLikeOne(director), limits(director)];
}

/** Each in a cluster named after it: these tests are long, and evaluated once instead of five times. */
function onlyLooksLikeOne(director: Director): RuleTest {
  const { stage } = director;
  const { clock } = stage;
  const lives = { from: 0, to: 2 * clock.grown };
  const instances = Object.entries(lookalikes(director)).map(([cluster, usage]) =>
    cast(stage, { name: '1', cluster, lives, usage }),
  );
  return scenario(director, 'silent about what only looks like a leak', {
    instances,
    checks: [0.5, 1, 1.25, 1.5, 1.75, 1.9].map((times) => ({ at: Math.floor(times * clock.grown), firing: [] })),
  });
}

function lookalikes({ stage }: Director): Readonly<Record<string, readonly UsagePhase[]>> {
  const { clock, normal, ruled, settings } = stage;
  const growth = growthOf(stage);
  const samples = settings.growthWindow / settings.evaluationInterval;
  const grown = normal + growth * samples;
  // Less than either half of the window has to grow by.
  const slow = (growthFloorOf(ruled.issue, ruled.on.resource, settings) * settings.evaluationInterval) / 4;
  const tooth = Math.max(2, Math.floor(samples / 6));
  const teeth = Array.from({ length: Math.ceil((2 * clock.grown) / tooth) }, (_, index) => index * tooth);
  const full = Math.floor((settings.settle + settings.growthWindow / 4) / settings.evaluationInterval);
  return {
    'one-step-however-high': [
      { from: 0, amount: normal, growth: slow },
      { from: Math.floor(clock.grown * 0.75), amount: grown * 2, growth: slow },
    ],
    'up-and-down': teeth.map((from) => ({ from, amount: normal, growth })),
    shrinking: [{ from: 0, amount: grown * 4, growth: -growth }],
    'within-the-noise': [{ from: 0, amount: normal, growth: growth / 400 }],
    'fills-up-after-its-start': [
      { from: 0, amount: normal, growth },
      { from: full, amount: normal + growth * full },
    ],
  };
}

/** The alert says how long it takes, and is critical when that is not long. */
function limits(director: Director): RuleTest {
  const { stage } = director;
  const { fires, ruled, settings } = stage;
  // Half of the horizon is left at the moment of the check, or twice as much; and half a second, so that no rounding shows.
  const near = leaking(director, 'near', Math.floor(settings.growthHorizon / 2) + 0.5, ruled.on.runs === 'container');
  const far = leaking(director, 'far', settings.growthHorizon * 2 + 0.5, false);
  return scenario(director, 'critical when it will reach its limit, or fill its node, soon', {
    instances: [...near.instances, ...far.instances],
    ...told(director, fires, [near, far, { ...near, saturates: 'soon' }]),
  });
}

/** An instance with so many seconds until its own limit, or that of its node. */
function leaking(director: Director, cluster: string, left: number, own: boolean): Diverging {
  const { stage } = director;
  const { fires, settings, normal } = stage;
  const limit = usageAt(director, fires + left / settings.evaluationInterval);
  const lives = { from: 0, to: fires + 4 };
  const instance = cast(stage, { name: '1', cluster, lives, usage: misbehaving(stage) });
  return {
    instances: [{ ...instance, [own ? 'limit' : 'nodeLimit']: limit }],
    usage: 1,
    source: 'trend',
    expected: normal,
    allConditionsHold: true,
    timeLeft: humanizeDuration(Math.floor(left)),
  };
}

/** Of CPU how many alerts there are: a rate tells of usage late, by how much depends on the version of Prometheus. */
function told({ stage }: Director, at: number, firing: readonly Diverging[]) {
  const { on } = stage.ruled;
  if (on.resource === 'memory') return { checks: [{ at, firing }] };
  const expr = `count(ALERTS{alertname="PlimsollKnownIssue${on.words.title}", alertstate="firing"})`;
  return { checks: [], recordings: [{ at, expr, samples: [{ labels: '{}', value: firing.length }] }] };
}

function usageAt({ stage }: Director, sample: number): number {
  return stage.normal + growthOf(stage) * sample;
}
