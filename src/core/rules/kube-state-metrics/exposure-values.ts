import type { Affected, KnownIssue } from '../../catalog/known-issue.ts';
import { anyOf } from '../../text/promql-escape.ts';
import { type CoveragePattern, coveragePattern } from '../../versions/coverage-pattern.ts';
import type { RuledIssue } from '../choose-issues.ts';
import type { Measure } from '../measured-on.ts';
import type { RuleSettings } from '../rule-settings.ts';
import type { ExposureValues } from '../templates/placeholders.ts';
import { compileCondition } from './compile-condition.ts';
import { matcher, select } from './promql-text.ts';
import { never, recorded } from './recorded.ts';
import { allOf, type TruthSets, union } from './truth-sets.ts';

/** Names of the recordings that exposure is made of, one for each way of measuring. */
function recordings({ instanceLevel }: Measure) {
  return {
    versionInRange: `${instanceLevel}:plimsoll_version_in_range:bool`,
    conditionsHold: `${instanceLevel}:plimsoll_conditions_hold:bool`,
  } as const;
}

/** What the placeholders of the template of exposure stand for. */
export function exposureValues(
  { issue, affected, exposedOn: on }: RuledIssue,
  { clusterLabel }: RuleSettings,
): ExposureValues {
  const { versionInRange, conditionsHold } = recordings(on);
  return {
    version_in_range: versionInRange,
    conditions_hold: conditionsHold,
    versions_in_range: versionsInRange(affected, on),
    condition_answers: conditionAnswers(issue, affected, on, versionInRange, clusterLabel),
  };
}

/** 1 for instances of versions that are affected, 0 for those of which nobody has seen it. */
function versionsInRange(affected: readonly Affected[], on: Measure): string {
  const record = on.noun === 'container' ? recorded.components : recorded.nodeComponents;
  const byCoverage = Map.groupBy(affected, (entry) => JSON.stringify(coverageOf(entry)));
  const sets = [...byCoverage.values()].flatMap((entries) => {
    const [first] = entries;
    const coverage = first && coverageOf(first);
    const components = matcher('component', '=~', anyOf(entries.map(({ component }) => component.id)));
    const instances = (versions: string) => select(record, components, matcher('version', '=~', versions));
    const { certain, possible } = coverage ?? {};
    return [
      ...(certain === undefined ? [] : [instances(certain)]),
      ...(possible === undefined || possible === certain ? [] : [`0 * ${instances(possible)}`]),
    ];
  });
  return sets.join('\nor\n') || never;
}

function coverageOf({ component, ranges, versions }: Affected): CoveragePattern | undefined {
  return coveragePattern(ranges, versions, component.scheme.pattern);
}

/** 1 for instances of which all conditions hold, 0 for those of which one does not; none where that cannot be seen. */
function conditionAnswers(
  { id, conditions }: KnownIssue,
  affected: readonly Affected[],
  on: Measure,
  versionInRange: string,
  clusterLabel: string,
): string {
  const isFor = (component: string) =>
    conditions.filter(({ components }) => components.length === 0 || components.includes(component));
  const byConditions = Map.groupBy(affected, ({ component }) =>
    isFor(component.id)
      .map((condition) => conditions.indexOf(condition))
      .join(),
  );
  const answers = [...byConditions.values()].map((entries): TruthSets => {
    const ids = entries.map(({ component }) => component.id);
    const ofComponents = ids.length === affected.length ? [] : [matcher('component', '=~', anyOf(ids))];
    const instances = select(versionInRange, matcher('issue', '=', id), ...ofComponents);
    const compiled = isFor(ids[0] ?? '').map(({ test }) => compileCondition(test, { instances, on, clusterLabel }));
    const known = compiled.filter((sets) => sets !== undefined);
    return known.length === 0 ? { holds: instances, fails: undefined } : allOf(known);
  });
  const holds = union(answers.map((sets) => sets.holds));
  const fails = union(answers.map((sets) => sets.fails));
  const parts = [
    ...(holds === undefined ? [] : [`1 + 0 * ${holds}`]),
    ...(fails === undefined ? [] : [`0 * ${fails}`]),
  ];
  return parts.join('\nor\n') || never;
}
