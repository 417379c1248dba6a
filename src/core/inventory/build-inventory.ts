import type { Recogniser } from '../components/recognise.ts';
import { type Changes, changesBetween, keepSorted } from '../work/keep-sorted.ts';
import { finish, type Pausable } from '../work/pausable.ts';
import { cutIntoRuns, madeBefore, type Run, type Runs } from '../work/runs.ts';
import type { Instance, Inventory, NodeFacts } from './inventory.ts';
import type { PodObject, ReplicaSetObject } from './kubernetes-objects.ts';
import { findOwners, type InPod, recogniseInPod, recogniseOnNode } from './recognise-instances.ts';

/** The cut objects of one cluster, each once. An object that did not change is the same one as before. */
export interface ClusterObjects {
  /** Only where the source tells several clusters apart. */
  readonly cluster?: string | undefined;
  readonly nodes: Iterable<NodeFacts>;
  readonly pods: Iterable<PodObject>;
  readonly replicaSets: Iterable<ReplicaSetObject>;
  /** Whether pods of all namespaces were looked at, which is so unless somebody knows better. */
  readonly seesAllPods?: boolean;
}

export interface InventoryBuilder {
  /**
   * Recognises what runs. The order of the result does not depend on the order of the objects, which are read before this
   * returns. What comes of the same objects as the last time is the same: instances, and the inventory if nothing changed.
   */
  readonly build: (objects: ClusterObjects) => Pausable<Inventory>;
}

/** Builds one inventory after the other; each costs what changed since the one before. */
export function createInventoryBuilder(recogniser: Recogniser): InventoryBuilder {
  let last = nothingBuilt;
  return {
    build({ cluster, nodes, pods, replicaSets, seesAllPods = true }) {
      const objects = { cluster, nodes: [...nodes], pods: [...pods], replicaSets: [...replicaSets], seesAllPods };
      return (function* () {
        last = yield* buildAfter(last, objects, recogniser);
        return last.inventory;
      })();
    },
  };
}

/** The inventory of objects that are read once. */
export function buildInventory(objects: ClusterObjects, recogniser: Recogniser): Inventory {
  return finish(createInventoryBuilder(recogniser).build(objects));
}

interface ListedObjects {
  readonly cluster: string | undefined;
  readonly nodes: readonly NodeFacts[];
  readonly pods: readonly PodObject[];
  readonly replicaSets: readonly ReplicaSetObject[];
  readonly seesAllPods: boolean;
}

interface Built {
  readonly inventory: Inventory;
  readonly nodesByName: ReadonlyMap<string, NodeFacts>;
  readonly nodes: readonly Run<NodeFacts, readonly (readonly Instance[])[]>[];
  readonly pods: readonly Run<PodObject, readonly InPod[]>[];
  readonly replicaSets: readonly Run<ReplicaSetObject, undefined>[];
}

const nothingBuilt: Built = {
  inventory: { nodes: [], instances: [], seesAllPods: true },
  nodesByName: new Map(),
  nodes: [],
  pods: [],
  replicaSets: [],
};

function* buildAfter(last: Built, objects: ListedObjects, recogniser: Recogniser): Pausable<Built> {
  const nodes = yield* cutIntoRuns(objects.nodes, last.nodes, {
    startMaking(_nodes, gone) {
      const before = madeBefore(gone);
      return (some) => some.map((node) => before.get(node) ?? recogniseOnNode(node, recogniser));
    },
  });
  const replicaSets = yield* cutIntoRuns(objects.replicaSets, last.replicaSets, {
    startMaking: () => () => undefined,
  });
  const nodeChanges = changedValues(nodes);
  const nodesByName = isEmpty(nodeChanges) ? last.nodesByName : new Map(objects.nodes.map((node) => [node.name, node]));
  const changedNodes = namesOf(nodeChanges);
  const changedOwners = namesOf(changedValues(replicaSets));
  const pods = yield* cutIntoRuns(objects.pods, last.pods, {
    isRight: ({ values }) =>
      changedNodes.size + changedOwners.size === 0 ||
      !values.some((pod) => changedNodes.has(pod.nodeName) || changedOwners.has(pod.controller?.name ?? '')),
    startMaking(made, gone) {
      const before = madeBefore(gone);
      const ownerOf = findOwners(made, objects.replicaSets);
      return (some) =>
        some.map((pod) => {
          const node = nodesByName.get(pod.nodeName);
          const owner = ownerOf(pod);
          const known = before.get(pod);
          if (known && known.node === node && known.owner === owner) return known;
          return { node, owner, instances: recogniseInPod(pod, { cluster: objects.cluster, node, owner }, recogniser) };
        });
    },
  });
  const instanceChanges = changesBetween(
    [...instancesOnNodes(nodes.gone), ...instancesInPods(pods.gone)],
    [...instancesOnNodes(nodes.come), ...instancesInPods(pods.come)],
  );
  const runs = { nodesByName, nodes: nodes.all, pods: pods.all, replicaSets: replicaSets.all };
  const isSame = isEmpty(nodeChanges) && isEmpty(instanceChanges) && objects.seesAllPods === last.inventory.seesAllPods;
  if (isSame) return { inventory: last.inventory, ...runs };
  const inventory = {
    nodes: yield* keepSorted(last.inventory.nodes, nodeChanges, ({ name }) => name),
    instances: yield* keepSorted(last.inventory.instances, instanceChanges, placeOf),
    seesAllPods: objects.seesAllPods,
  };
  return { inventory, ...runs };
}

function changedValues<Value>({ gone, come }: Runs<Value, unknown>): Changes<Value> {
  return changesBetween(
    gone.flatMap(({ values }) => values),
    come.flatMap(({ values }) => values),
  );
}

function isEmpty({ gone, come }: Changes<unknown>): boolean {
  return gone.size + come.length === 0;
}

function namesOf({ gone, come }: Changes<{ readonly name: string }>): ReadonlySet<string> {
  return new Set([...gone, ...come].map(({ name }) => name));
}

function instancesOnNodes(runs: Built['nodes']): readonly Instance[] {
  return runs.flatMap(({ made }) => made.flat());
}

function instancesInPods(runs: Built['pods']): readonly Instance[] {
  return runs.flatMap(({ made }) => made.flatMap(({ instances }) => instances));
}

/** Instances are ordered by this: by component, then by place. */
export function placeOf(instance: Instance): string {
  const place =
    instance.kind === 'container' ? `${instance.namespace}/${instance.pod}/${instance.container}` : instance.nodeName;
  return `${instance.component.id}\u0000${place}`;
}
