import { projectOf } from '../catalog/known-issue.ts';
import { compareText } from '../text/compare-text.ts';
import { type Problem, sortProblems } from '../text/problem.ts';
import type { RuledIssue, RuleExpander } from './expand-rules.ts';
import type { RuleFile } from './rule-model.ts';

export interface BuiltRules {
  readonly files: readonly RuleFile[];
  readonly problems: readonly Problem[];
}

/** What all other rules build on. */
export const recordingsFile = 'recordings';
export const exporterHealthFile = 'exporter-health';

/** The rules for a whole catalog: what they build on, the exporter's health, and one file for each project. */
export function buildRules(issues: readonly RuledIssue[], expander: RuleExpander): BuiltRules {
  const expanded = [
    { name: recordingsFile, expansions: [expander.general('identity'), expander.general('recordings')] },
    ...byProject(issues).map(([project, ruled]) => ({
      name: project,
      expansions: ruled.map((issue) => expander.ofIssue(issue)),
    })),
    { name: exporterHealthFile, expansions: [expander.general('exporter-health')] },
  ];
  const problems = expanded.flatMap(({ expansions }) => expansions.flatMap((expansion) => expansion.problems));
  return {
    files: expanded.map(({ name, expansions }) => ({ name, groups: expansions.flatMap(({ groups }) => groups) })),
    problems: sortProblems(distinct(problems)),
  };
}

/** Issues by the name of their rule file, both in order. */
export function byProject(issues: readonly RuledIssue[]): readonly (readonly [string, readonly RuledIssue[]])[] {
  const projects = Map.groupBy(issues, ({ issue }) => `known-issues-${projectOf(issue.id)}`);
  return [...projects].sort(([a], [b]) => compareText(a, b));
}

/** A slip in a template shows in every issue that the template serves. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
