import type { Catalog } from '../catalog/catalog.ts';
import { type Leaf, leavesOf } from '../catalog/condition.ts';
import { affects, type IssueCondition, type KnownIssue } from '../catalog/known-issue.ts';
import type { Component } from '../components/component.ts';
import type { Version } from '../versions/version.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { type Fact, factOf, factSeparator, type Scope, type Subject, scopeOf } from './facts.ts';
import type { Finding } from './finding.ts';

/** The issues of one version of a component. */
export interface IssueGroup {
  readonly component: Component;
  readonly version: Version;
  readonly issues: readonly { readonly issue: KnownIssue; readonly isCertain: boolean }[];
  /** Everything that the conditions of the issues look at. */
  readonly leaves: Readonly<Record<Scope, readonly Leaf[]>>;
}

export function createIssueGroup(
  component: Component,
  version: Version,
  catalog: Pick<Catalog, 'issuesOf'>,
): IssueGroup {
  const issues = catalog.issuesOf(component.id).flatMap((issue) => {
    const entry = issue.affected.find((affected) => affected.component.id === component.id);
    const affected = entry && affects(entry, version);
    return affected === false ? [] : [{ issue, isCertain: affected === true }];
  });
  const conditions = issues.flatMap(({ issue }) => conditionsFor(issue, component));
  const leaves = conditions.flatMap(({ test }) => leavesOf(test));
  const { cluster = [], workload = [], instance = [] } = Object.groupBy(leaves, scopeOf);
  return { component, version, issues, leaves: { cluster, workload, instance } };
}

/** What the leaves look at, as one text: equal texts, equal findings. */
export function factsOf(leaves: readonly Leaf[], subject: Subject): string {
  return leaves.map((leaf) => keyOf(factOf(leaf, subject))).join(factSeparator);
}

function keyOf(fact: Fact): string {
  return fact === undefined ? '?' : fact === null ? '-' : `=${fact}`;
}

/** One for each issue of the group, ordered by their ids. */
export function findingsOf({ issues, component }: IssueGroup, subject: Subject): readonly Finding[] {
  return issues.map(({ issue, isCertain }) => ({
    issue,
    ...decide(conditionsFor(issue, component), isCertain, subject),
  }));
}

function conditionsFor({ conditions }: KnownIssue, component: Component): readonly IssueCondition[] {
  return conditions.filter(({ components }) => components.length === 0 || components.includes(component.id));
}

type Decision = Omit<Finding, 'issue'>;

/** A condition that is false settles it wherever it stands; else the first that cannot be seen does. */
function decide(conditions: readonly IssueCondition[], isCertain: boolean, subject: Subject): Decision {
  let unknown: Decision | undefined;
  for (const condition of conditions) {
    const answer = evaluateCondition(condition.test, subject);
    if (answer.truth === false) return { state: 'not_exposed', condition, reason: undefined };
    if (answer.truth === undefined) unknown ??= { state: 'unknown', condition, reason: answer.because };
  }
  if (!isCertain) return { state: 'unconfirmed', condition: undefined, reason: undefined };
  return unknown ?? { state: 'exposed', condition: undefined, reason: undefined };
}
