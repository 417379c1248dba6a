import { cast, type IssueStage } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';
import type { SimulatedInstance, UsagePhase } from './simulated-world.ts';

/**
 * An instance that was fine for long diverges once it has been busy for a whole window, one that gets some rest within
 * each window does not, and the alert stands for a while after all is calm; for one issue of each template.
 */
export function windows(director: Director): RuleTest {
  const { stage } = director;
  const { settings, clock, ruled, onset } = stage;
  const leaks = ruled.issue.signature === 'growth';
  const idle = onset > 0 || leaks ? 0 : clock.settled;
  const fires = idle + stage.fires;
  const calm = fires + 1;
  const over = calm + clock.resolved;
  const until = over + 4;
  const { all, diverging } = crowd(stage, { until, cluster: 'busy' });
  const busyLater = (usage: readonly UsagePhase[]) => [
    ...(idle === 0 ? [] : [{ from: 0, amount: stage.normal }]),
    ...usage.map((phase) => ({ ...phase, from: phase.from + idle })),
    { from: calm, amount: stage.normal },
  ];
  const settling = Math.ceil(settings.rateWindow / settings.evaluationInterval);
  return scenario(director, 'only a whole window counts, and the alert outlasts its cause for a while', {
    instances: [
      ...all.map((instance) => (diverging.instances.includes(instance) ? withUsage(instance, busyLater) : instance)),
      ...(leaks ? [] : resting(stage, onset + idle, until)),
    ],
    checks: [
      { at: fires, firing: [diverging] },
      { at: over, firing: [] },
    ],
    standing: [calm + settling + 1],
  });
}

function withUsage(instance: SimulatedInstance, change: (usage: readonly UsagePhase[]) => readonly UsagePhase[]) {
  return { ...instance, usage: change(instance.usage) };
}

function resting(stage: IssueStage, from: number, until: number): readonly SimulatedInstance[] {
  const { settings, normal, high } = stage;
  const samples = (seconds: number) => Math.ceil(seconds / settings.evaluationInterval);
  const busy = samples(settings.sustained) - 2;
  const period = busy + samples(settings.rateWindow);
  const starts = Array.from({ length: Math.floor((until - from) / period) }, (_, index) => from + index * period);
  const usage = [
    ...(from === 0 ? [] : [{ from: 0, amount: normal }]),
    ...starts.flatMap((start) => [
      { from: start, amount: high },
      { from: start + busy, amount: normal },
    ]),
  ];
  const lives = { from: 0, to: until };
  return ['1', '2', '3'].map((name) =>
    cast(stage, { name, lives, cluster: 'resting', ...(name === '1' ? { usage } : {}) }),
  );
}
