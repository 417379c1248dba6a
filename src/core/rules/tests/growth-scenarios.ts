import { growthFloorOf } from '../divergence.ts';
import { humanizeDuration } from '../humanize.ts';
import type { Diverging } from './foresee-alert.ts';
import { cast, growthOf, misbehaving } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type Director, scenario } from './scenario.ts';
import type { UsagePhase } from './simulated-world.ts';

/** What is a leak, and what only looks like one. */
export function growthScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { clock, normal, ruled, settings } = stage;
  const growth = growthOf(stage);
  const until = 2 * clock.grown;
  const samples = settings.growthWindow / settings.evaluationInterval;
  const grown = normal + growth * samples;
  const silent = (what: string, usage: readonly UsagePhase[]) =>
    scenario(director, what, {
      instances: [cast(stage, { name: '1', lives: { from: 0, to: until }, usage })],
      checks: [1, 1.25, 1.5, 1.75].map((times) => ({ at: Math.floor(times * clock.grown), firing: [] })),
    });
  // Less than either half of the window has to grow by.
  const slow = (growthFloorOf(ruled.issue, ruled.on.resource, settings) * settings.evaluationInterval) / 4;
  const tooth = Math.max(2, Math.floor(samples / 6));
  const teeth = Array.from({ length: Math.ceil(until / tooth) }, (_, index) => index * tooth);
  return [
    silent('silent after one step, however high', [
      { from: 0, amount: normal, growth: slow },
      { from: Math.floor(clock.grown * 0.75), amount: grown * 2, growth: slow },
    ]),
    silent(
      'silent while usage goes up and down',
      teeth.map((from) => ({ from, amount: normal, growth })),
    ),
    silent('silent while usage shrinks', [{ from: 0, amount: grown * 4, growth: -growth }]),
    silent('silent at a pace that is within the noise', [{ from: 0, amount: normal, growth: growth / 400 }]),
    nearItsLimit(director),
    farFromItsLimit(director),
    filledUp(director),
  ];
}

/** The alert says how long it takes, and is critical when that is not long. */
function nearItsLimit(director: Director): RuleTest {
  const { stage } = director;
  const { fires, ruled, settings } = stage;
  const lives = { from: 0, to: fires + 4 };
  // Half of the horizon is left at the moment of the check, and half a second, so that no rounding shows.
  const left = Math.floor(settings.growthHorizon / 2) + 0.5;
  const limit = usageAt(director, fires + left / settings.evaluationInterval);
  const by = ruled.on.runs === 'container' ? { limit } : { nodeLimit: limit };
  const leaking = { ...cast(stage, { name: '1', lives, usage: misbehaving(stage) }), ...by };
  const timeLeft = humanizeDuration(Math.floor(left));
  const diverging = { ...trend(director), instances: [leaking] as const, timeLeft };
  return scenario(director, 'critical when it will reach its limit soon', {
    instances: [leaking],
    ...told(director, fires, [diverging, { ...diverging, saturates: 'soon' }]),
  });
}

function farFromItsLimit(director: Director): RuleTest {
  const { stage } = director;
  const { fires, settings } = stage;
  const lives = { from: 0, to: fires + 4 };
  const left = settings.growthHorizon * 2 + 0.5;
  const nodeLimit = usageAt(director, fires + left / settings.evaluationInterval);
  const leaking = { ...cast(stage, { name: '1', lives, usage: misbehaving(stage) }), nodeLimit };
  const diverging = {
    ...trend(director),
    instances: [leaking] as const,
    timeLeft: humanizeDuration(Math.floor(left)),
  };
  return scenario(director, 'not critical when it takes long until the node is full', {
    instances: [leaking],
    ...told(director, fires, [diverging]),
  });
}

/** Of CPU how many alerts there are: a rate tells of usage late, by how much depends on the version of Prometheus. */
function told({ stage }: Director, at: number, firing: readonly Diverging[]) {
  const { on } = stage.ruled;
  if (on.resource === 'memory') return { checks: [{ at, firing }] };
  const expr = `count(ALERTS{alertname="PlimsollKnownIssue${on.words.title}", alertstate="firing"})`;
  return { checks: [], recordings: [{ at, expr, samples: [{ labels: '{}', value: firing.length }] }] };
}

/** An instance that fills its caches and then stays is none. */
function filledUp(director: Director): RuleTest {
  const { stage } = director;
  const { clock, normal, settings } = stage;
  const growth = growthOf(stage);
  const full = Math.floor((settings.settle + settings.growthWindow / 4) / settings.evaluationInterval);
  const until = 2 * clock.grown;
  const usage = [
    { from: 0, amount: normal, growth },
    { from: full, amount: normal + growth * full },
  ];
  return scenario(director, 'silent when an instance fills up after its start and then stays', {
    instances: [cast(stage, { name: '1', lives: { from: 0, to: until }, usage })],
    checks: [0.5, 1, 1.5, 1.9].map((times) => ({ at: Math.floor(times * clock.grown), firing: [] })),
  });
}

function trend({ stage }: Director) {
  return { usage: 1, source: 'trend', expected: stage.normal, allConditionsHold: true };
}

function usageAt({ stage }: Director, sample: number): number {
  return stage.normal + growthOf(stage) * sample;
}
