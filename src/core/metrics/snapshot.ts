import type { Catalog } from '../catalog/catalog.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Exposure, matchInventory } from '../matching/match.ts';

/** What the exporter serves: one inventory and its exposures. Replaced whole. */
export interface Snapshot {
  readonly inventory: Inventory;
  readonly exposures: readonly Exposure[];
}

export function takeSnapshot(inventory: Inventory, catalog: Catalog): Snapshot {
  return { inventory, exposures: matchInventory(inventory, catalog) };
}
