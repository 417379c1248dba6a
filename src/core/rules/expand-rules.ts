import type { Catalog } from '../catalog/catalog.ts';
import type { Affected, KnownIssue } from '../catalog/known-issue.ts';
import { formatDuration } from '../text/duration.ts';
import { generalValues } from './general-values.ts';
import { issueValues, uncompiledRanges } from './issue-values.ts';
import { type MeasuredOn, measuredOn } from './measured-on.ts';
import type { RuleSettings } from './rule-settings.ts';
import { type Expansion, expandTemplate } from './templates/expand-template.ts';
import type { IssueValues } from './templates/placeholders.ts';
import {
  type RuledSignature,
  type RuleTemplate,
  ruledSignatures,
  type TemplateName,
} from './templates/rule-template.ts';

export type Templates = ReadonlyMap<TemplateName, RuleTemplate>;

/** An issue as rules are written for it: its components that are measured in one way. */
export interface RuledIssue {
  readonly issue: KnownIssue;
  readonly signature: RuledSignature;
  readonly affected: readonly Affected[];
  readonly on: MeasuredOn;
}

export interface IssueChoice {
  /** Ordered by id. */
  readonly ruled: readonly RuledIssue[];
  /** Issues that no rule can be written for, and why: a clause. */
  readonly leftOut: readonly { readonly issue: KnownIssue; readonly why: string }[];
}

/** Tells the issues that rules can be written for from the others. */
export function chooseIssues({ issues }: Catalog, settings: RuleSettings): IssueChoice {
  const ruled: RuledIssue[] = [];
  const leftOut: { readonly issue: KnownIssue; readonly why: string }[] = [];
  for (const issue of issues) {
    const signature = ruledSignatures.find((known) => known === issue.signature);
    const why = whyLeftOut(issue);
    if (why !== undefined || signature === undefined) {
      leftOut.push({ issue, why: why ?? `there is no rule template for the signature ${issue.signature} yet` });
      continue;
    }
    for (const [runs, affected] of Map.groupBy(issue.affected, ({ component }) => component.runs.as)) {
      ruled.push({ issue, signature, affected, on: measuredOn(runs, settings) });
    }
  }
  return { ruled, leftOut };
}

/** A clause, or `undefined` when nothing but its signature can keep the issue from being written as rules. */
function whyLeftOut(issue: KnownIssue): string | undefined {
  if (issue.withdrawn !== undefined) return `it was withdrawn on ${issue.withdrawn}`;
  if (issue.kind === 'baseline-shift') return 'it is a baseline shift, which is meant to cost more';
  if (issue.resource !== 'cpu') return `there is no rule template for ${issue.resource} yet`;
  const [range] = uncompiledRanges(issue);
  return range === undefined ? undefined : `no regular expression describes the range ${range}`;
}

export interface RuleExpander {
  /** The rules of a template that needs no issue. */
  readonly general: (name: TemplateName) => Expansion;
  /** The rules of one issue, by its signature. `instead` replaces values: rule tests foresee some. */
  readonly ofIssue: (ruled: RuledIssue, instead?: Partial<IssueValues>) => Expansion;
}

export function createRuleExpander(catalog: Catalog, templates: Templates, settings: RuleSettings): RuleExpander {
  const general = generalValues(catalog.components, settings);
  const interval = formatDuration(settings.evaluationInterval);

  function expand(name: TemplateName, values: Readonly<Record<string, string>>, withIssue: boolean): Expansion {
    const template = templates.get(name);
    if (!template) return { groups: [], problems: [] };
    const included = template.include.flatMap((other) => templates.get(other) ?? []);
    return expandTemplate({ template, included, values, withIssue, interval });
  }

  return {
    general: (name) => expand(name, general, false),
    ofIssue: ({ issue, signature, affected, on }, instead) =>
      expand(signature, { ...general, ...issueValues(issue, affected, on, settings), ...instead }, true),
  };
}
