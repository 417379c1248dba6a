import { cast, rising } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { crowd, type Director, scenario } from './scenario.ts';

/** Scenarios that hold for an issue of any signature whose expected usage is known. */
export function firingScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { clock, onset, ruled } = stage;
  const fires = onset + clock.settled;
  const until = fires + 4;
  const one = crowd(stage, { until });
  const unseen = crowd(stage, { until, state: 'unknown' });
  const east = crowd(stage, { until, cluster: 'east' });
  const west = crowd(stage, { until, cluster: 'west', state: 'not_exposed' });

  return [
    scenario(director, 'one alert, and not before usage was high for the whole window', {
      instances: one.all,
      checks: [
        { at: onset + clock.tooEarly, firing: [] },
        { at: fires, firing: [one.diverging] },
      ],
    }),
    ...(ruled.issue.conditions.length === 0
      ? []
      : [
          scenario(director, 'alerts too while a condition cannot be seen, and says so', {
            instances: unseen.all,
            checks: [{ at: fires, firing: [unseen.diverging] }],
          }),
        ]),
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
    exporterGap(director),
    versionReplaced(director),
  ];
}

/** The alert stands while the exporter is away for less than its memory. */
function exporterGap(director: Director): RuleTest {
  const { stage } = director;
  const { clock, onset } = stage;
  const gap = { from: onset + clock.settled, to: onset + clock.settled + clock.shortGap };
  const { all, diverging } = crowd(stage, { until: gap.to + clock.settled + 4 });
  return scenario(director, 'the alert outlasts a gap in the exporter', {
    instances: all,
    exporterGap: gap,
    checks: [gap.from, gap.to - 1, gap.to + clock.settled].map((at) => ({ at, firing: [diverging] })),
  });
}

/** A pod that keeps its name, or a node, gets a version without the issue and stays as busy. */
function versionReplaced(director: Director): RuleTest {
  const { stage } = director;
  const { clock, onset, versions } = stage;
  const change = onset + clock.settled;
  const until = change + clock.resolved + 4;
  const { all, diverging } = crowd(stage, { until });
  const instances = all.map((instance) => ({
    ...instance,
    versions: [
      ...instance.versions.map((run) => ({ ...run, to: change })),
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

const silentReasons = {
  not_exposed: 'a condition does not hold',
  unconfirmed: 'nobody has seen the version affected',
} as const;

/** Scenarios in which nothing may fire, whatever the signature. */
export function silentScenarios(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const { clock, onset, versions, high } = stage;
  const at = onset + clock.settled;
  const lives = { from: 0, to: at + 4 };
  const names = ['1', '2', '3'];
  const silent = [{ at, firing: [] }];
  const { fixed } = versions;

  return [
    scenario(director, 'silent at the usual usage', {
      instances: names.map((name) => cast(stage, { name, lives })),
      checks: silent,
    }),
    ...(['not_exposed', 'unconfirmed'] as const).map((state) =>
      scenario(director, `silent where ${silentReasons[state]}, however busy`, {
        instances: names.map((name) =>
          cast(stage, { name, lives, state, ...(name === '1' ? { usage: rising(stage, high) } : {}) }),
        ),
        checks: silent,
      }),
    ),
    ...(fixed === undefined
      ? []
      : [
          scenario(director, 'silent on a fixed version, however busy', {
            instances: names.map((name) =>
              cast(stage, {
                name,
                lives,
                version: fixed,
                state: undefined,
                ...(name === '1' ? { usage: rising(stage, high) } : {}),
              }),
            ),
            checks: silent,
          }),
        ]),
  ];
}
