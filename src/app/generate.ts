import type { Catalog } from '../core/catalog/catalog.ts';
import { buildRuleTests } from '../core/rules/build-rule-tests.ts';
import { buildRules } from '../core/rules/build-rules.ts';
import { chooseIssues, type IssueChoice } from '../core/rules/choose-issues.ts';
import { createRuleExpander, type Templates } from '../core/rules/expand-rules.ts';
import type { Artefact } from '../core/rules/rule-model.ts';
import type { RuleSettings } from '../core/rules/rule-settings.ts';
import { prometheusArtefacts } from '../core/rules/targets/prometheus.ts';
import { type PrometheusRuleSettings, prometheusOperatorArtefacts } from '../core/rules/targets/prometheus-operator.ts';
import type { Problem } from '../core/text/problem.ts';

export interface Generated {
  /** Ordered by path. The same input gives the same bytes. */
  readonly artefacts: readonly Artefact[];
  /** What is wrong in the templates; then nothing should be written. */
  readonly problems: readonly Problem[];
  readonly leftOut: IssueChoice['leftOut'];
}

export interface GenerateInput {
  readonly catalog: Catalog;
  readonly templates: Templates;
  readonly settings: RuleSettings;
  readonly prometheusRule: PrometheusRuleSettings;
}

/** Rules for every issue of the catalog, in each target's form, and the tests that prove them. */
export function generate({ catalog, templates, settings, prometheusRule }: GenerateInput): Generated {
  const expander = createRuleExpander(catalog, templates, settings);
  const { ruled, leftOut } = chooseIssues(catalog, settings);
  const { files, problems } = buildRules(ruled, expander, settings);
  if (problems.length > 0) return { artefacts: [], problems, leftOut };
  const artefacts = [
    ...prometheusOperatorArtefacts(files, prometheusRule),
    ...prometheusArtefacts(files),
    ...buildRuleTests(files, catalog, ruled, expander, settings),
  ];
  return { artefacts, problems, leftOut };
}
