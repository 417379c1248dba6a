import type { Catalog } from '../core/catalog/catalog.ts';
import { buildRuleTests } from '../core/rules/build-rule-tests.ts';
import { buildRules } from '../core/rules/build-rules.ts';
import { chooseIssues, type IssueChoice } from '../core/rules/choose-issues.ts';
import { createRuleExpander, type Templates } from '../core/rules/expand-rules.ts';
import type { Artefact } from '../core/rules/rule-model.ts';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { fitRules } from '../core/rules/targets/fit-rules.ts';
import type { OutputSettings } from '../core/rules/targets/output-settings.ts';
import { compareText } from '../core/text/compare-text.ts';
import type { Problem } from '../core/text/problem.ts';
import { targets } from './targets.ts';
import { UserError } from './user-error.ts';

export interface Generated {
  /** Ordered by path. The same input gives the same bytes. */
  readonly artefacts: readonly Artefact[];
  /** What is wrong in the templates; then nothing should be written. */
  readonly problems: readonly Problem[];
  readonly leftOut: IssueChoice['leftOut'];
  /** What whoever uses the files should know, each a sentence without a full stop. */
  readonly notes: readonly string[];
}

export interface GenerateInput {
  readonly catalog: Catalog;
  readonly templates: Templates;
  readonly settings: RuleSettings;
  readonly output: OutputSettings;
}

/**
 * Rules for every issue of the catalog in the form of each chosen target, and what belongs to them there.
 *
 * A UserError says what a target, or the version of it that was given, cannot hold.
 */
export function generate({ catalog, templates, settings, output }: GenerateInput): Generated {
  const expander = createRuleExpander(catalog, templates, settings);
  const { ruled, leftOut } = chooseIssues(catalog, settings);
  const { files, problems } = buildRules(catalog, ruled, expander, settings);
  if (problems.length > 0) return { artefacts: [], problems, leftOut, notes: [] };

  const written = output.targets.map((name) => {
    const { readBy, write } = targets[name];
    const fitted = fitRules(files, readBy, output.versions);
    const { artefacts, notes, refusals } = write({
      files: fitted.files,
      ruleTests: () => buildRuleTests(fitted.files, catalog, ruled, expander, settings),
      catalog,
      settings,
      output,
    });
    const [refusal] = [...fitted.refusals, ...refusals];
    if (refusal) throw new UserError('TARGET_UNFIT', `${name}: ${refusal.problem}`, refusal.remedy);
    return { artefacts, notes: [...fitted.notes.map((note) => `${name}: ${note}`), ...notes] };
  });
  return {
    artefacts: written.flatMap(({ artefacts }) => artefacts).toSorted((a, b) => compareText(a.path, b.path)),
    problems,
    leftOut,
    notes: written.flatMap(({ notes }) => notes),
  };
}
