import type { ExposureState } from '../../matching/finding.ts';
import type { Diverging } from './foresee-alert.ts';
import { cast, type IssueStage, placeOf } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { type Director, scenario } from './scenario.ts';
import type { SimulatedInstance, UsagePhase } from './simulated-world.ts';
import { unjudged } from './unjudged.ts';

/** What a component pays for another one; for every such issue. */
export function victimScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { onset, fires, tooEarly, versions } = stage;
  const until = fires + 4;
  const paying = victim(stage, until, pays(stage));
  return [
    scenario(director, 'one alert for who pays, and not before it has gone on for the whole window', {
      instances: [paying, culprit(stage, onset, until)],
      checks: [
        { at: onset, firing: [] },
        { at: tooEarly, firing: [] },
        { at: fires, firing: [diverging(stage, paying)] },
      ],
    }),
    scenario(director, 'silent at the usual usage', {
      instances: [victim(stage, until), culprit(stage, onset, until)],
      checks: [{ at: fires, firing: [] }],
    }),
    scenario(director, 'silent where a condition does not hold, however busy', {
      instances: [paying, culprit(stage, onset, until, 'not_exposed')],
      checks: [{ at: fires, firing: [] }],
    }),
    scenario(director, 'silent beside another version, however busy', {
      instances: [
        paying,
        {
          ...culprit(stage, onset, until),
          versions: [{ from: onset, to: until, version: versions.before ?? '', exposures: {} }],
        },
      ],
      checks: [{ at: fires, firing: [] }],
    }),
  ];
}

/** What the template for victims has to stand; for one issue. */
export function victimTemplateScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { clock, onset, fires } = stage;
  const late = fires + 3 * clock.warmedUp;
  const paying = victim(stage, late + 4, pays(stage));
  const there = { ...victim(stage, fires + 4, pays(stage)), cluster: 'west' };
  return [
    scenario(director, 'silent while nothing says what it should use', {
      instances: [
        victim(stage, clock.settled + 4, [{ from: 0, amount: stage.high }]),
        culprit(stage, 0, clock.settled + 4),
      ],
      checks: [{ at: clock.settled, firing: [] }],
      recordings: [unjudged(director, { at: clock.settled, cluster: '', count: 1 })],
    }),
    scenario(director, 'the alert stands for as long as the affected version runs', {
      instances: [paying, culprit(stage, onset, late + 4)],
      checks: [fires, late].map((at) => ({ at, firing: [diverging(stage, paying)] })),
    }),
    scenario(director, 'two exporters, double scrapes and a cluster without the affected version change nothing', {
      instances: [
        { ...victim(stage, fires + 4, pays(stage)), cluster: 'east' },
        { ...culprit(stage, onset, fires + 4), cluster: 'east' },
        there,
      ],
      exporters: 2,
      scrapes: 2,
      checks: [{ at: fires, firing: [diverging(stage, { ...there, cluster: 'east' })] }],
    }),
    scenario(director, 'critical when it takes the whole node', {
      instances: [{ ...paying, nodeLimit: diverging(stage, paying).usage * 1.05 }, culprit(stage, onset, late + 4)],
      checks: [{ at: fires, firing: [diverging(stage, paying), { ...diverging(stage, paying), saturates: 'node' }] }],
    }),
  ];
}

function pays({ onset, normal, high }: IssueStage): readonly UsagePhase[] {
  return [
    { from: 0, amount: normal },
    { from: onset, amount: high },
  ];
}

function victim(stage: IssueStage, until: number, usage?: readonly UsagePhase[]): SimulatedInstance {
  const { ruled, normal, settings } = stage;
  const [component] = ruled.judged;
  if (!component) throw new Error(`${ruled.issue.id} names no victim`);
  const lives = { from: 0, to: until };
  return {
    cluster: '',
    place: placeOf(component, 'victim', settings),
    component: component.id,
    lives,
    resource: ruled.on.resource,
    usage: usage ?? [{ from: 0, amount: normal }],
    versions: [{ ...lives, version: component.scheme.example, exposures: {} }],
  };
}

function culprit(stage: IssueStage, from: number, until: number, state: ExposureState = 'exposed'): SimulatedInstance {
  return cast(stage, { name: '1', lives: { from, to: until }, state, usage: [{ from, amount: stage.normal }] });
}

function diverging({ normal, high }: IssueStage, instance: SimulatedInstance): Diverging {
  return { instances: [instance], usage: high, source: 'learned', expected: normal, allConditionsHold: true };
}
