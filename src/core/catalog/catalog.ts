import type { Component } from '../components/component.ts';
import { compareText } from '../text/compare-text.ts';
import { flagName, type Leaf, leavesOf } from './condition.ts';
import type { Distribution } from './distribution.ts';
import type { KnownIssue } from './known-issue.ts';

/** Components, their known issues, and which distributions carry them. Immutable; a reload makes another one. */
export interface Catalog {
  /** Ordered by id. */
  readonly components: readonly Component[];
  /** Ordered by id. */
  readonly issues: readonly KnownIssue[];
  /** Ordered by id. */
  readonly distributions: readonly Distribution[];
  /** Those that still stand: a withdrawn issue matches nothing. */
  readonly issuesOf: (componentId: string) => readonly KnownIssue[];
  /** What conditions look at. Discovery keeps these and nothing else of a node's or a container's details. */
  readonly wantedFacts: WantedFacts;
}

export interface WantedFacts {
  readonly nodeLabels: ReadonlySet<string>;
  readonly nodeAnnotations: ReadonlySet<string>;
  /** Of annotations that hold a command line and are looked at for nothing else: the flags, without their dashes. */
  readonly nodeFlags: ReadonlyMap<string, ReadonlySet<string>>;
  readonly podLabels: ReadonlySet<string>;
  readonly podAnnotations: ReadonlySet<string>;
  readonly environment: ReadonlySet<string>;
  /** Flags of containers, without their dashes. */
  readonly flags: ReadonlySet<string>;
}

export function createCatalog(
  components: ReadonlyMap<string, Component>,
  issues: ReadonlyMap<string, KnownIssue>,
  distributions: ReadonlyMap<string, Distribution>,
): Catalog {
  const sortedComponents = sortById(components.values());
  const sortedIssues = sortById(issues.values());
  const byComponent = new Map<string, KnownIssue[]>(sortedComponents.map(({ id }) => [id, []]));
  for (const issue of sortedIssues) {
    if (issue.withdrawn !== undefined) continue;
    const ids = new Set(issue.affected.map(({ component }) => component.id));
    for (const id of ids) byComponent.get(id)?.push(issue);
  }
  return {
    components: sortedComponents,
    issues: sortedIssues,
    distributions: sortById(distributions.values()),
    issuesOf: (componentId) => byComponent.get(componentId) ?? [],
    wantedFacts: findWantedFacts(sortedComponents, sortedIssues),
  };
}

function sortById<Value extends { readonly id: string }>(values: Iterable<Value>): readonly Value[] {
  return [...values].sort((a, b) => compareText(a.id, b.id));
}

function findWantedFacts(components: readonly Component[], issues: readonly KnownIssue[]): WantedFacts {
  const leaves = issues.flatMap(({ conditions }) => conditions.flatMap(({ test }) => leavesOf(test)));
  const roleLabels = components.flatMap(({ runs }) =>
    runs.as === 'node-process' ? [...runs.anyLabel, ...runs.noLabel] : [],
  );
  return {
    nodeLabels: new Set([...roleLabels, ...leaves.flatMap(labelOf)]),
    nodeAnnotations: new Set(leaves.flatMap(annotationOf)),
    nodeFlags: findNodeFlags(leaves),
    podLabels: new Set(leaves.flatMap((leaf) => (leaf.kind === 'pod_label' ? [leaf.key] : []))),
    podAnnotations: new Set(leaves.flatMap((leaf) => (leaf.kind === 'pod_annotation' ? [leaf.key] : []))),
    environment: new Set(leaves.flatMap((leaf) => (leaf.kind === 'container_env' ? [leaf.name] : []))),
    flags: new Set(leaves.flatMap(flagsOf)),
  };
}

function labelOf(leaf: Leaf): readonly string[] {
  if (leaf.kind === 'node_label') return [leaf.key];
  if (leaf.kind === 'cluster_nodes' && leaf.withLabel !== undefined) return [leaf.withLabel];
  return [];
}

function annotationOf(leaf: Leaf): readonly string[] {
  if (leaf.kind === 'node_annotation') return [leaf.key];
  if (leaf.kind === 'node_argument') return leaf.annotations;
  return [];
}

function findNodeFlags(leaves: readonly Leaf[]): ReadonlyMap<string, ReadonlySet<string>> {
  const flags = new Map<string, Set<string>>();
  for (const leaf of leaves) {
    if (leaf.kind !== 'node_argument') continue;
    for (const key of leaf.annotations) flags.set(key, new Set([...(flags.get(key) ?? []), flagName(leaf.flag)]));
  }
  for (const leaf of leaves) if (leaf.kind === 'node_annotation') flags.delete(leaf.key);
  return flags;
}

function flagsOf(leaf: Leaf): readonly string[] {
  return leaf.kind === 'container_argument' ? [leaf.flag, ...leaf.configFlags].map(flagName) : [];
}
