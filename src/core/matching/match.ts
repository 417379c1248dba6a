import type { Catalog } from '../catalog/catalog.ts';
import type { LeafKind } from '../catalog/condition.ts';
import { affects, type IssueCondition, type KnownIssue } from '../catalog/known-issue.ts';
import type { Instance, Inventory } from '../inventory/inventory.ts';
import type { Version } from '../versions/version.ts';
import { evaluateCondition } from './evaluate-condition.ts';

/** Values of the metric label `exposure`. */
export const exposureStates = ['exposed', 'unknown', 'not_exposed'] as const;
export type ExposureState = (typeof exposureStates)[number];

/** A known issue and an instance whose version is in its range. */
export interface Exposure {
  readonly issue: KnownIssue;
  readonly instance: Instance;
  readonly version: Version;
  readonly state: ExposureState;
  /** The condition that decided against, or that cannot be seen; `undefined` when exposed. */
  readonly condition: IssueCondition | undefined;
  /** Which fact is missing; only where the state is unknown. */
  readonly reason: LeafKind | undefined;
}

/** Matches every instance with the issues of its component. Keeps the inventory's order, then the issues' ids. */
export function matchInventory(inventory: Inventory, catalog: Catalog): readonly Exposure[] {
  return inventory.instances.flatMap((instance) => {
    const { version: reading } = instance;
    if (!reading.ok) return [];
    const { version } = reading;
    return catalog
      .issuesOf(instance.component.id)
      .filter(({ affected }) =>
        affected.some((entry) => entry.component === instance.component && affects(entry, version)),
      )
      .map((issue) => ({ issue, instance, version, ...decide(issue, instance, inventory) }));
  });
}

type Decision = Pick<Exposure, 'state' | 'condition' | 'reason'>;

/** A condition that is false settles it wherever it stands; else the first that cannot be seen does. */
function decide({ conditions }: KnownIssue, instance: Instance, cluster: Inventory): Decision {
  const environment = instance.kind === 'container' ? instance.environment : undefined;
  let unknown: Decision | undefined;
  for (const condition of conditions) {
    const answer = evaluateCondition(condition.test, { node: instance.node, environment, cluster });
    if (answer.truth === false) return { state: 'not_exposed', condition, reason: undefined };
    if (answer.truth === undefined) unknown ??= { state: 'unknown', condition, reason: answer.because };
  }
  return unknown ?? { state: 'exposed', condition: undefined, reason: undefined };
}
