import type { Catalog } from '../catalog/catalog.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Exposure, matchInventory } from '../matching/match.ts';

/** What the exporter serves: one inventory and its exposures. Replaced whole. */
export interface Snapshot {
  readonly inventory: Inventory;
  /** To regressions. A baseline shift is meant to cost more, so nobody is exposed to it. */
  readonly exposures: readonly Exposure[];
}

export function takeSnapshot(inventory: Inventory, catalog: Catalog): Snapshot {
  const exposures = matchInventory(inventory, catalog).filter(({ issue }) => issue.kind === 'regression');
  return { inventory, exposures };
}
