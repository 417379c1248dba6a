import { isDeepStrictEqual } from 'node:util';
import type { ReadInventory } from '../../app/discovery.ts';
import type { Recogniser } from '../../core/components/recognise.ts';
import {
  type ClusterObjects,
  createInventoryBuilder,
  type InventoryBuilder,
} from '../../core/inventory/build-inventory.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { createInventoryJoiner } from '../../core/inventory/join-inventories.ts';
import type { ClusterReading } from '../../core/series/cluster-series.ts';
import { describeMissing } from './read-series.ts';

/** What is known of the clusters of one Prometheus, over many rounds. */
export interface Clusters {
  /** Takes what a round read at `now`, in milliseconds since 1970. */
  readonly update: (readings: readonly ClusterReading[], now: number) => ClustersUpdate;
  /** Nodes, pods and ReplicaSets that are known. */
  readonly countObjects: () => number;
}

export interface ClustersUpdate {
  /** Reads all clusters that are known whole; `undefined` when nothing changed, or none is. */
  readonly read: ReadInventory | undefined;
  /** When the least recently confirmed of them was; `undefined` while one was never whole. */
  readonly confirmedAt: number | undefined;
  /** Sentences about clusters that are not whole, or missing. */
  readonly problems: readonly string[];
}

interface Known {
  readonly objects: ClusterObjects | undefined;
  readonly builder: InventoryBuilder;
  readonly confirmedAt: number | undefined;
  /** Any series of it was there. */
  readonly seenAt: number;
}

/**
 * Milliseconds for which a cluster without any series stays as it was last. Prometheus drops the series of a target as
 * soon as one scrape of it fails, and kube-state-metrics is away for a moment whenever it is updated.
 */
const patience = 5 * 60_000;

export function createClusters(recogniser: Recogniser): Clusters {
  const join = createInventoryJoiner();
  let known: ReadonlyMap<string | undefined, Known> = new Map();

  function advance(reading: ClusterReading, now: number): readonly [string | undefined, Known] {
    const name = reading.ok ? reading.objects.cluster : reading.cluster;
    const { objects, builder, confirmedAt } = known.get(name) ?? {
      objects: undefined,
      builder: createInventoryBuilder(recogniser),
      confirmedAt: undefined,
    };
    if (!reading.ok) return [name, { objects, builder, confirmedAt, seenAt: now }];
    const next = objects ? withKeptIdentity(reading.objects, objects) : reading.objects;
    return [name, { objects: next, builder, confirmedAt: now, seenAt: now }];
  }

  /** Reads what is known at the moment of the call, as every source does, also when it runs later. */
  function readFrom(clusters: readonly Known[]): ReadInventory {
    return () => {
      const builds = clusters.flatMap(({ objects, builder }) => (objects ? [builder.build(objects)] : []));
      return (function* () {
        const inventories: Inventory[] = [];
        for (const build of builds) inventories.push(yield* build);
        return yield* join(inventories);
      })();
    };
  }

  return {
    countObjects: () => objectsOf(known).reduce((sum, objects) => sum + countObjects(objects), 0),
    update(readings, now) {
      const read = new Map(readings.map((reading) => advance(reading, now)));
      const away = [...known].filter(([name, { seenAt }]) => !read.has(name) && now - seenAt < patience);
      const next = new Map([...read, ...away]);
      const hasChanged = !haveSame(objectsOf(next), objectsOf(known));
      known = next;
      const times = [...next.values()].map(({ confirmedAt }) => confirmedAt);
      return {
        read: hasChanged && objectsOf(next).length > 0 ? readFrom([...next.values()]) : undefined,
        confirmedAt: times.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.min(a, b)), now),
        problems: [
          ...readings.flatMap((reading) => (reading.ok ? [] : [describeMissing(reading)])),
          ...away.map(([name]) => `it has no series of cluster "${name ?? ''}" any more`),
        ],
      };
    },
  };
}

function objectsOf(clusters: ReadonlyMap<string | undefined, Known>): readonly ClusterObjects[] {
  return [...clusters.values()].flatMap(({ objects }) => objects ?? []);
}

function countObjects({ nodes, pods, replicaSets }: ClusterObjects): number {
  return [nodes, pods, replicaSets].reduce((sum, objects) => sum + [...objects].length, 0);
}

function haveSame(one: readonly ClusterObjects[], other: readonly ClusterObjects[]): boolean {
  return one.length === other.length && one.every((objects) => other.includes(objects));
}

/** The same objects as before where nothing changed, so that what was made of them need not be made again. */
function withKeptIdentity(objects: ClusterObjects, before: ClusterObjects): ClusterObjects {
  const nodes = keep([...objects.nodes], [...before.nodes], ({ name }) => name);
  const pods = keep([...objects.pods], [...before.pods], ({ namespace, name }) => `${namespace}/${name}`);
  const replicaSets = keep(
    [...objects.replicaSets],
    [...before.replicaSets],
    ({ namespace, name }) => `${namespace}/${name}`,
  );
  const isSame = nodes.isSame && pods.isSame && replicaSets.isSame;
  return isSame ? before : { ...objects, nodes: nodes.kept, pods: pods.kept, replicaSets: replicaSets.kept };
}

interface Kept<Value> {
  readonly kept: readonly Value[];
  /** Nothing is new, and nothing is gone. */
  readonly isSame: boolean;
}

function keep<Value>(values: readonly Value[], before: readonly Value[], keyOf: (value: Value) => string): Kept<Value> {
  const earlier = new Map(before.map((value) => [keyOf(value), value]));
  const kept = values.map((value) => {
    const same = earlier.get(keyOf(value));
    return same !== undefined && isDeepStrictEqual(same, value) ? same : value;
  });
  return {
    kept,
    isSame: kept.length === before.length && kept.every((value) => earlier.get(keyOf(value)) === value),
  };
}
