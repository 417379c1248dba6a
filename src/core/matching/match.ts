import type { Catalog } from '../catalog/catalog.ts';
import { type Leaf, type LeafKind, leavesOf } from '../catalog/condition.ts';
import { affects, type IssueCondition, type KnownIssue } from '../catalog/known-issue.ts';
import type { Component } from '../components/component.ts';
import type { Instance, Inventory } from '../inventory/inventory.ts';
import type { Version } from '../versions/version.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { clusterFacts, type Fact, factOf, factSeparator, type Subject } from './facts.ts';

/**
 * Values of the metric label `exposure`. Unknown: a condition cannot be seen. Unconfirmed: the record's range holds the
 * version, but nobody has seen it affected; that is worth a look before an upgrade and no reason to wake anyone.
 */
export const exposureStates = ['exposed', 'unknown', 'unconfirmed', 'not_exposed'] as const;
export type ExposureState = (typeof exposureStates)[number];

/** A known issue and an instance whose version is in its range. */
export interface Exposure extends Finding {
  readonly instance: Instance;
  readonly version: Version;
}

interface Finding {
  readonly issue: KnownIssue;
  readonly state: ExposureState;
  /** The condition that decided against, or that cannot be seen. */
  readonly condition: IssueCondition | undefined;
  /** Which fact is missing; only where the state is unknown. */
  readonly reason: LeafKind | undefined;
}

/**
 * Matches every instance with the issues of its component. Keeps the inventory's order, then the issues' ids.
 *
 * The work is done once for each distinct combination of component, version and facts that conditions ask for; a cluster
 * has few of them, however many instances.
 */
export function matchInventory(inventory: Inventory, catalog: Pick<Catalog, 'issuesOf'>): readonly Exposure[] {
  const cluster = clusterFacts(inventory);
  const groups = new Map<Component, Map<string, Group>>();
  return inventory.instances.flatMap((instance) => {
    const { component, version: reading } = instance;
    if (!reading.ok) return [];
    const { version } = reading;
    const ofComponent = getOrAdd(groups, component, () => new Map<string, Group>());
    const group = getOrAdd(ofComponent, version.text, () => createGroup(component, version, catalog));
    return findingsOf(group, { instance, cluster }).map((finding) => ({ ...finding, instance, version }));
  });
}

/** All instances of one version of a component. */
interface Group {
  readonly component: Component;
  readonly issues: readonly { readonly issue: KnownIssue; readonly isCertain: boolean }[];
  /** Everything that the conditions of the issues look at. */
  readonly leaves: readonly Leaf[];
  /** By the facts of the leaves. */
  readonly findings: Map<string, readonly Finding[]>;
}

function createGroup(component: Component, version: Version, catalog: Pick<Catalog, 'issuesOf'>): Group {
  const issues = catalog.issuesOf(component.id).flatMap((issue) => {
    const entry = issue.affected.find((affected) => affected.component.id === component.id);
    const affected = entry && affects(entry, version);
    return affected === false ? [] : [{ issue, isCertain: affected === true }];
  });
  const conditions = issues.flatMap(({ issue }) => conditionsFor(issue, component));
  return { component, issues, leaves: conditions.flatMap(({ test }) => leavesOf(test)), findings: new Map() };
}

function findingsOf(group: Group, subject: Subject): readonly Finding[] {
  const key = group.leaves.map((leaf) => keyOf(factOf(leaf, subject))).join(factSeparator);
  return getOrAdd(group.findings, key, () =>
    group.issues.map(({ issue, isCertain }) => ({
      issue,
      ...decide(conditionsFor(issue, group.component), isCertain, subject),
    })),
  );
}

function keyOf(fact: Fact): string {
  return fact === undefined ? '?' : fact === null ? '-' : `=${fact}`;
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

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = create();
  map.set(key, value);
  return value;
}
