import type { Catalog } from '../catalog/catalog.ts';
import { projectOf } from '../catalog/known-issue.ts';
import { compareText } from '../text/compare-text.ts';
import { type Problem, sortProblems } from '../text/problem.ts';
import type { RuledIssue } from './choose-issues.ts';
import type { RuleExpander } from './expand-rules.ts';
import { measures } from './measured-on.ts';
import { overrideGroups } from './overrides.ts';
import type { RuleFile, RuleGroup } from './rule-model.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { Expansion } from './templates/expand-template.ts';
import { waiverGroups } from './waivers.ts';

export interface BuiltRules {
  readonly files: readonly RuleFile[];
  readonly problems: readonly Problem[];
}

/** What all other rules build on. */
export const recordingsFile = 'recordings';
export const unexplainedFile = 'unexplained-regressions';
export const exporterHealthFile = 'exporter-health';
export const inventoryFile = 'inventory';
export const inventoryHealthFile = 'inventory-health';

/**
 * The rules for a whole catalog: what they build on, one file for each project, regressions that no record explains, and
 * the exporter's health.
 */
export function buildRules(
  catalog: Catalog,
  issues: readonly RuledIssue[],
  expander: RuleExpander,
  settings: RuleSettings,
): BuiltRules {
  const fromExporter = settings.inventoryFrom === 'exporter';
  const on = measures(settings);
  const built: Expansion = { groups: [...overrideGroups(settings), ...waiverGroups(settings)], problems: [] };
  const expanded = [
    {
      name: recordingsFile,
      expansions: [
        ...(fromExporter ? [expander.general('identity')] : []),
        expander.general('usage'),
        expander.general('versions'),
        ...on.map((measure) => expander.ofMeasure('baseline', measure)),
        built,
      ],
    },
    ...byProject(issues).map(([name, ruled]) => ({
      name,
      expansions: ruled.flatMap((issue) => [
        expander.ofIssue(issue.issue.signature, issue),
        ...(settings.exposureAlerts ? [expander.ofIssue('exposure', issue)] : []),
      ]),
    })),
    { name: unexplainedFile, expansions: on.map((measure) => expander.ofMeasure('unexplained', measure)) },
    ...(fromExporter
      ? [{ name: exporterHealthFile, expansions: [expander.general('exporter-health')] }]
      : fromKubeStateMetrics(catalog, issues, expander)),
  ];
  const problems = expanded.flatMap(({ expansions }) => expansions.flatMap((expansion) => expansion.problems));
  return {
    files: expanded.map(({ name, expansions }) => ({
      name,
      groups: mergeGroups(expansions.flatMap(({ groups }) => groups)),
    })),
    problems: sortProblems(distinct(problems)),
  };
}

/** Beside the rule file of a project, the one that says which instances its issues can show in. */
export function exposureFileOf(project: string): string {
  return project.replace(/^known-issues/, 'exposure');
}

/** What runs, and whether an issue can show there, where no exporter says it. */
function fromKubeStateMetrics(catalog: Catalog, issues: readonly RuledIssue[], expander: RuleExpander) {
  return [
    {
      name: inventoryFile,
      expansions: [
        expander.inventory('inventory-kube-state-metrics'),
        ...catalog.components.map(expander.ofComponent),
        expander.inventory('identity-kube-state-metrics'),
      ],
    },
    ...byProject(issues).map(([project, ruled]) => ({
      name: exposureFileOf(project),
      expansions: ruled.map(expander.exposureOf),
    })),
    { name: inventoryHealthFile, expansions: [expander.inventory('inventory-health')] },
  ];
}

/** Issues by the name of their rule file, both in order. */
export function byProject(issues: readonly RuledIssue[]): readonly (readonly [string, readonly RuledIssue[]])[] {
  const projects = Map.groupBy(issues, ({ issue }) => `known-issues-${projectOf(issue.id)}`);
  return [...projects].sort(([a], [b]) => compareText(a, b));
}

/** The rules of an issue come from several templates, and once for each way in which its components are measured. */
function mergeGroups(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  return [...Map.groupBy(groups, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, rules: [first, ...others].flatMap(({ rules }) => rules) }] : [],
  );
}

/** A slip in a template shows in every issue that the template serves. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
