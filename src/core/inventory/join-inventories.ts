import { changesBetween, keepSorted } from '../work/keep-sorted.ts';
import type { Pausable } from '../work/pausable.ts';
import { placeOf } from './build-inventory.ts';
import type { Instance, Inventory, NodeFacts } from './inventory.ts';

/** Joins the inventories of several clusters, time and again; what did not change keeps its place, and the whole if nothing did. */
export function createInventoryJoiner(): (inventories: readonly Inventory[]) => Pausable<Inventory> {
  let last: Inventory = { nodes: [], instances: [], seesAllPods: true };
  return function* (inventories) {
    const [only, ...others] = inventories;
    // One cluster is in order by itself.
    if (only && others.length === 0) return only;
    const nodes = inventories.flatMap((inventory) => inventory.nodes);
    const instances = inventories.flatMap((inventory) => inventory.instances);
    const next = {
      nodes: yield* keepSorted(last.nodes, changesBetween(last.nodes, nodes), nodeKey),
      instances: yield* keepSorted(last.instances, changesBetween(last.instances, instances), instanceKey),
      seesAllPods: inventories.every(({ seesAllPods }) => seesAllPods),
    };
    const isSame = next.nodes === last.nodes && next.instances === last.instances;
    if (!isSame || next.seesAllPods !== last.seesAllPods) last = next;
    return last;
  };
}

function nodeKey({ cluster = '', name }: NodeFacts): string {
  return `${cluster}\u0000${name}`;
}

/** By component first, as in the inventory of one cluster. */
function instanceKey(instance: Instance): string {
  const { component, cluster = '' } = instance;
  return `${component.id}\u0000${cluster}\u0000${placeOf(instance)}`;
}
