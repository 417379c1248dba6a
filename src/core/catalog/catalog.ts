import type { Component } from '../components/component.ts';
import { compareText } from '../text/compare-text.ts';
import { type Leaf, leavesOf } from './condition.ts';
import type { KnownIssue } from './known-issue.ts';

/** Components and their known issues. Immutable; a reload makes another one. */
export interface Catalog {
  /** Ordered by id. */
  readonly components: readonly Component[];
  /** Ordered by id. */
  readonly issues: readonly KnownIssue[];
  readonly issuesOf: (componentId: string) => readonly KnownIssue[];
  /** What conditions look at. Discovery keeps these and nothing else of a node's or a container's details. */
  readonly wantedFacts: WantedFacts;
}

export interface WantedFacts {
  readonly nodeLabels: ReadonlySet<string>;
  readonly nodeAnnotations: ReadonlySet<string>;
  readonly environment: ReadonlySet<string>;
}

export function createCatalog(
  components: ReadonlyMap<string, Component>,
  issues: ReadonlyMap<string, KnownIssue>,
): Catalog {
  const sortedComponents = [...components.values()].sort((a, b) => compareText(a.id, b.id));
  const sortedIssues = [...issues.values()].sort((a, b) => compareText(a.id, b.id));
  const byComponent = new Map<string, KnownIssue[]>(sortedComponents.map(({ id }) => [id, []]));
  for (const issue of sortedIssues) {
    const ids = new Set(issue.affected.map(({ component }) => component.id));
    for (const id of ids) byComponent.get(id)?.push(issue);
  }
  return {
    components: sortedComponents,
    issues: sortedIssues,
    issuesOf: (componentId) => byComponent.get(componentId) ?? [],
    wantedFacts: findWantedFacts(sortedComponents, sortedIssues),
  };
}

function findWantedFacts(components: readonly Component[], issues: readonly KnownIssue[]): WantedFacts {
  const leaves = issues.flatMap(({ conditions }) => conditions.flatMap(({ test }) => leavesOf(test)));
  const roleLabels = components.flatMap(({ runs }) =>
    runs.as === 'node-process' ? [...runs.anyLabel, ...runs.noLabel] : [],
  );
  return {
    nodeLabels: new Set([...roleLabels, ...leaves.flatMap(labelOf)]),
    nodeAnnotations: new Set(leaves.flatMap(annotationOf)),
    environment: new Set(leaves.flatMap((leaf) => (leaf.kind === 'container_env' ? [leaf.name] : []))),
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
