import type { Catalog } from '../catalog/catalog.ts';
import type { Component } from '../components/component.ts';
import type { Instance, Inventory } from '../inventory/inventory.ts';
import type { Version } from '../versions/version.ts';
import { finish, type Pausable } from '../work/pausable.ts';
import { cutIntoRuns, type Run } from '../work/runs.ts';
import { type ClusterFacts, factsOfClusters } from './cluster-facts.ts';
import { factSeparator } from './facts.ts';
import type { Finding } from './finding.ts';
import { createIssueGroup, factsOf, findingsOf, type IssueGroup } from './issue-group.ts';

/** A known issue and an instance whose version is in its range. */
export interface Exposure extends Finding {
  readonly instance: Instance;
  readonly version: Version;
}

export interface Matcher {
  /**
   * Matches every instance with the issues of its component. Keeps the inventory's order, then the issues' ids. The
   * exposures of the same instances as the last time are the same objects, unless the answer changed.
   */
  readonly match: (inventory: Inventory) => Pausable<readonly Exposure[]>;
}

/**
 * Matches one inventory after the other; each costs what changed since the one before: instances, and what conditions see
 * of the cluster around them. The work is done once for each distinct combination of component, version and facts that
 * conditions ask for; a cluster has few of them, however many instances.
 */
export function createMatcher(catalog: Pick<Catalog, 'issuesOf'>): Matcher {
  let last: readonly MatchedRun[] = [];
  return {
    *match(inventory) {
      const clusterOf = factsOfClusters(inventory);
      const runs = yield* cutIntoRuns(inventory.instances, last, {
        isRight: ({ made }) => made.looks.every((look) => look.surroundings === surroundingsOf(look, clusterOf)),
        startMaking: (_instances, gone) => startMatching(clusterOf, createGroups(last, catalog), gone),
      });
      last = runs.all;
      return last.flatMap(({ made }) => made.exposures);
    },
  };
}

/** The exposures of an inventory that is read once. */
export function matchInventory(inventory: Inventory, catalog: Pick<Catalog, 'issuesOf'>): readonly Exposure[] {
  return finish(createMatcher(catalog).match(inventory));
}

type MatchedRun = Run<Instance, Matched>;

interface Matched {
  readonly exposures: readonly Exposure[];
  readonly groups: ReadonlySet<IssueGroup>;
  /** What was seen of the cluster: once for a group and a cluster, or for each instance where it looks at the instance's workload. */
  readonly looks: readonly Look[];
}

interface Looking {
  readonly group: IssueGroup;
  readonly instance: Instance;
}

interface Look extends Looking {
  readonly surroundings: string;
}

/** The facts that may change although the instance does not. */
function surroundingsOf({ group: { leaves }, instance }: Looking, clusterOf: ClusterOf): string {
  if (leaves.cluster.length + leaves.workload.length === 0) return '';
  return factsOf([...leaves.cluster, ...leaves.workload], { instance, cluster: clusterOf(instance) });
}

type ClusterOf = (instance: Instance) => ClusterFacts;

function startMatching(
  clusterOf: ClusterOf,
  groupOf: (component: Component, version: Version) => IssueGroup,
  gone: readonly MatchedRun[],
): (instances: readonly Instance[]) => Matched {
  const before = Map.groupBy(
    gone.flatMap(({ made }) => made.exposures),
    ({ instance }) => instance,
  );
  const findings = new Map<IssueGroup, Map<string, readonly Finding[]>>();

  function find(look: Look): readonly Finding[] {
    const { group, instance, surroundings } = look;
    const subject = { instance, cluster: clusterOf(instance) };
    const ofGroup = getOrAdd(findings, group, () => new Map<string, readonly Finding[]>());
    const facts = surroundings + factSeparator + factsOf(group.leaves.instance, subject);
    return getOrAdd(ofGroup, facts, () => findingsOf(group, subject));
  }

  return (instances) => {
    const exposures: Exposure[] = [];
    const groups = new Set<IssueGroup>();
    const looks: Look[] = [];
    for (const instance of instances) {
      if (!instance.version.ok) continue;
      const { version } = instance.version;
      const group = groupOf(instance.component, version);
      const look = { group, instance, surroundings: surroundingsOf({ group, instance }, clusterOf) };
      if (isWorthALook(look, looks)) looks.push(look);
      groups.add(group);
      exposures.push(...exposuresOf(instance, version, find(look), before.get(instance)));
    }
    return { exposures, groups, looks };
  };
}

/** Whether it may see what none of `looks` did. */
function isWorthALook({ group, instance: { cluster } }: Looking, looks: readonly Look[]): boolean {
  const { workload, cluster: ofCluster } = group.leaves;
  if (workload.length > 0) return true;
  return ofCluster.length > 0 && !looks.some((look) => look.group === group && look.instance.cluster === cluster);
}

/** Those from before, if they say the same. */
function exposuresOf(
  instance: Instance,
  version: Version,
  findings: readonly Finding[],
  before: readonly Exposure[] = [],
): readonly Exposure[] {
  return findings.map(({ issue, state, condition, reason }, index) => {
    const known = before[index];
    const isSame = known?.state === state && known.condition === condition && known.reason === reason;
    return isSame ? known : { issue, state, condition, reason, instance, version };
  });
}

/** Finds the group of a version: that of the last time, as long as something runs it. */
function createGroups(last: readonly MatchedRun[], catalog: Pick<Catalog, 'issuesOf'>) {
  const known = new Map<Component, Map<string, IssueGroup>>();
  const ofComponent = (component: Component) => getOrAdd(known, component, () => new Map<string, IssueGroup>());
  for (const { made } of last) {
    for (const group of made.groups) ofComponent(group.component).set(group.version.text, group);
  }
  return (component: Component, version: Version): IssueGroup =>
    getOrAdd(ofComponent(component), version.text, () => createIssueGroup(component, version, catalog));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = create();
  map.set(key, value);
  return value;
}
