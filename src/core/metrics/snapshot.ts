import type { Catalog } from '../catalog/catalog.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { createMatcher, type Exposure } from '../matching/match.ts';
import { finish, type Pausable } from '../work/pausable.ts';

/** What the exporter serves: one inventory and its exposures. Replaced whole. */
export interface Snapshot {
  readonly inventory: Inventory;
  /** To regressions. A baseline shift is meant to cost more, so nobody is exposed to it. */
  readonly exposures: readonly Exposure[];
}

/** Takes one snapshot after the other; exposures of an instance that did not change stay the same. */
export function createSnapshotTaker(catalog: Catalog): (inventory: Inventory) => Pausable<Snapshot> {
  const matcher = createMatcher({
    issuesOf: (componentId) => catalog.issuesOf(componentId).filter(({ kind }) => kind === 'regression'),
  });
  return function* (inventory) {
    return { inventory, exposures: yield* matcher.match(inventory) };
  };
}

/** The snapshot of an inventory that is read once. */
export function takeSnapshot(inventory: Inventory, catalog: Catalog): Snapshot {
  return finish(createSnapshotTaker(catalog)(inventory));
}
