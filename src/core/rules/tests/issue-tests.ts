import type { RuledIssue, RuleExpander } from '../expand-rules.ts';
import type { RuleSettings } from '../rule-settings.ts';
import { firingScenarios, silentScenarios } from './common-scenarios.ts';
import { issueStage } from './issue-stage.ts';
import type { RuleTest } from './promtool-test.ts';
import { signatureScenarios } from './signature-scenarios.ts';

/** The behaviour of one issue's alert on each of its components. */
export function issueTests(ruled: RuledIssue, settings: RuleSettings, expander: RuleExpander): readonly RuleTest[] {
  return ruled.affected.flatMap((entry) => {
    const stage = issueStage(ruled, entry, settings);
    const director = { stage, expander };
    const canJudge = ruled.issue.signature !== 'step' || stage.expected !== undefined;
    return [
      ...(canJudge ? firingScenarios(director) : []),
      ...silentScenarios(director),
      ...signatureScenarios(director),
    ];
  });
}
