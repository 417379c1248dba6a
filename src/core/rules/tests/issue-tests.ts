import { firstFigure } from '../../catalog/measurement.ts';
import type { RuledIssue } from '../choose-issues.ts';
import type { RuleExpander } from '../expand-rules.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { issueScenario, judgeable } from './common-scenarios.ts';
import { isOverridden, isWaived } from './decisions.ts';
import { exposureScenarios } from './exposure-scenarios.ts';
import { issueStage } from './issue-stage.ts';
import { overrideScenarios } from './override-scenarios.ts';
import type { RuleTest } from './promtool-test.ts';
import type { Director } from './scenario.ts';
import { signatureScenarios } from './signature-scenarios.ts';
import { templateScenarios } from './template-scenarios.ts';
import { victimScenarios, victimTemplateScenarios } from './victim-scenarios.ts';
import { waiverScenarios } from './waiver-scenarios.ts';

/**
 * The behaviour of one issue's alert on each of its components.
 *
 * `template` adds what its template has to stand, which need not be shown again for every issue: it costs most of the
 * time.
 */
export function issueTests(
  ruled: RuledIssue,
  template: boolean,
  settings: RuleSettings,
  expander: RuleExpander,
): readonly RuleTest[] {
  return ruled.affected.flatMap((entry, index) => {
    const director = { stage: issueStage(ruled, entry, settings), expander };
    const whole = template && index === 0;
    if (ruled.issue.signature === 'victim') {
      if (isWaived(director.stage) || isOverridden(director.stage)) return [];
      return [...victimScenarios(director), ...(whole ? victimTemplateScenarios(director) : [])];
    }
    return [...testsOfIssue(director), ...(whole ? testsOfTemplate(director) : [])];
  });
}

function testsOfIssue(director: Director): readonly RuleTest[] {
  const { stage } = director;
  const exposure = stage.settings.exposureAlerts ? exposureScenarios(director) : [];
  // What the catalog says of such instances does not count.
  if (isOverridden(stage)) return isWaived(stage) ? exposure : [...overrideScenarios(director), ...exposure];
  return [issueScenario(director), ...(judgeable(stage) ? waiverScenarios(director) : []), ...exposure];
}

function testsOfTemplate(director: Director): readonly RuleTest[] {
  const { stage } = director;
  if (isWaived(stage) || isOverridden(stage)) return [];
  return [...(judgeable(stage) ? templateScenarios(director) : []), ...signatureScenarios(director)];
}

/** Of each signature and way of measuring, the issue that shows what the template has to stand. */
export function templateIssues(issues: readonly RuledIssue[]): ReadonlySet<RuledIssue> {
  const byTemplate = Map.groupBy(issues, ({ issue, on }) => {
    // Of leaks once for each resource: their tests take hours of simulated time.
    const runs = issue.signature === 'growth' ? '' : on.runs;
    return `${issue.signature} ${runs} ${on.resource}`;
  });
  return new Set([...byTemplate.values()].flatMap((same) => same.find(hasFigure) ?? same[0] ?? []));
}

/** It can be shown to fire without learning anything before, which most of the scenarios are about. */
function hasFigure({ issue, affected, on }: RuledIssue): boolean {
  const [first] = affected;
  return first !== undefined && firstFigure(on.resource, first.component.id, issue.expected, 'highest') !== undefined;
}
