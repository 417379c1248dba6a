import type { Catalog } from '../catalog/catalog.ts';
import { type Affected, comparedResource, type KnownIssue } from '../catalog/known-issue.ts';
import type { ComparedResource } from '../catalog/measurement.ts';
import type { Component } from '../components/component.ts';
import { rangePattern } from '../versions/range-pattern.ts';
import { whyNotCompiled } from './kube-state-metrics/why-not-compiled.ts';
import { type Measure, measuredOn } from './measured-on.ts';
import type { RuleSettings } from './rule-settings.ts';

/** An issue as rules are written for it: its components that are measured in one way. */
export interface RuledIssue {
  readonly issue: KnownIssue;
  readonly affected: readonly Affected[];
  /** What is judged: the affected components, or the one that pays for them. */
  readonly judged: readonly Component[];
  /** How that is measured. */
  readonly on: Measure;
  /** How the affected components are measured, and so told apart. */
  readonly exposedOn: Measure;
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
    const resource = comparedResource(issue);
    const why = whyLeftOut(issue, settings);
    if (why !== undefined || resource === undefined) {
      leftOut.push({ issue, why: why ?? `no rule can judge ${issue.resource}` });
      continue;
    }
    ruled.push(...ruledAs(issue, resource, settings));
  }
  return { ruled, leftOut };
}

function ruledAs(issue: KnownIssue, resource: ComparedResource, settings: RuleSettings): readonly RuledIssue[] {
  return [...Map.groupBy(issue.affected, ({ component }) => component.runs.as)].map(([runs, affected]) => {
    const exposedOn = measuredOn(runs, resource, settings);
    const { victim } = issue;
    return victim
      ? { issue, affected, judged: [victim], on: measuredOn(victim.runs.as, resource, settings), exposedOn }
      : { issue, affected, judged: affected.map(({ component }) => component), on: exposedOn, exposedOn };
  });
}

/** A clause, or `undefined` when nothing but its resource can keep the issue from being written as rules. */
function whyLeftOut(issue: KnownIssue, { inventoryFrom }: RuleSettings): string | undefined {
  if (issue.withdrawn !== undefined) return `it was withdrawn on ${issue.withdrawn}`;
  if (issue.kind === 'baseline-shift') return 'it is a baseline shift, which is meant to cost more';
  const [range] = uncompiledRanges(issue);
  if (range !== undefined) return `no regular expression describes the range ${range}`;
  return inventoryFrom === 'kube-state-metrics' ? whyNotCompiled(issue) : undefined;
}

/** Ranges that no regular expression describes, for a message; empty when the issue can be written as rules. */
function uncompiledRanges(issue: KnownIssue): readonly string[] {
  return issue.affected.flatMap(({ component, ranges }) =>
    ranges.flatMap((range) =>
      rangePattern(range, component.scheme) === undefined
        ? [`${component.id} ${range.introduced?.text ?? '0'} to ${range.upper?.version.text ?? 'now'}`]
        : [],
    ),
  );
}
