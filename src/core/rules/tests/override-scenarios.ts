import { divergenceOf } from '../divergence.ts';
import { cast, type IssueStage } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type Director, scenario } from './scenario.ts';

/** That an instance with an override is judged by it and by nothing else; for each override of a component of the issue. */
export function overrideScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { entry, ruled, settings, fires, onset } = stage;
  const { resource } = ruled.on;
  // With a selector it is for some instances only; which ones, the tests of the recordings show.
  const said = settings.overrides.find(({ component }) => component === entry.component.id);
  const amount = said?.selector === '' ? said[resource] : undefined;
  if (amount === undefined || !judgedByLevel(stage)) return [];
  const { factor, floor } = divergenceOf(ruled.issue, resource, settings);
  const threshold = Math.max(amount * factor, floor);
  const lives = { from: 0, to: fires + 4 };
  const using = (usage: number) =>
    cast(stage, {
      name: '1',
      lives,
      usage:
        onset === 0
          ? [{ from: 0, amount: usage }]
          : [
              { from: 0, amount },
              { from: onset, amount: usage },
            ],
    });
  const above = using(threshold * 1.5);
  return [
    scenario(director, 'silent below what the override allows', {
      instances: [using(threshold * 0.9)],
      checks: [{ at: fires, firing: [] }],
    }),
    scenario(director, 'one alert above what the override allows', {
      instances: [above],
      checks: [
        {
          at: fires,
          firing: [
            {
              instances: [above],
              usage: threshold * 1.5,
              source: 'override',
              expected: stage.expected ?? stage.normal,
              allConditionsHold: true,
            },
          ],
        },
      ],
    }),
  ];
}

function judgedByLevel({ ruled }: IssueStage): boolean {
  return ruled.issue.signature === 'step' || ruled.issue.signature === 'delayed-onset';
}
