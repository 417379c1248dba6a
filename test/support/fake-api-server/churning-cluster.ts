import { buildInventory } from '../../../src/core/inventory/build-inventory.ts';
import type { Inventory } from '../../../src/core/inventory/inventory.ts';
import type { Dice } from '../dice.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { aDaemonSet, aDeployment, aNode, aPod, aReplicaSet, aStatefulSet } from './objects.ts';
import { images, recogniser, resources, truthOf } from './reflect.ts';

/** A cluster in which everything that discovery reads comes, changes and goes, as the dice fall. */
export interface ChurningCluster {
  /** Changes one thing, or all of a namespace. */
  readonly change: () => void;
  /** Removes all that there is. */
  readonly empty: () => void;
}

const workloads = [
  ['daemonsets', aDaemonSet],
  ['deployments', aDeployment],
  ['statefulsets', aStatefulSet],
] as const;

const anyImage = [...Object.values(images), images.untracked];

export function churnCluster(
  { store }: Pick<FakeApiServer, 'store'>,
  dice: Dice,
  namespaceCount: number,
): ChurningCluster {
  const { pick, roll, below } = dice;
  const namespaces = ['kube-system', ...Array.from({ length: namespaceCount }, (_, index) => `team-${index}`)];
  const nameOf = (what: string) => `${what}-${below(4)}`;

  function putPod(namespace: string): void {
    const owner = pick([undefined, { kind: 'ReplicaSet', name: nameOf('set') }, { kind: 'DaemonSet', name: 'agent' }]);
    store.put(
      'pods',
      aPod({
        name: nameOf('pod'),
        namespace,
        image: pick(anyImage),
        node: nameOf('node'),
        phase: pick(['Running', 'Running', 'Pending', 'Succeeded']),
        env: { GREETING: `ů${below(9)}` },
        ...(roll() < 0.1 ? { sidecars: { agent: images.tracked } } : {}),
        ...(owner ? { owner } : {}),
      }),
    );
  }

  function putWorkload(namespace: string): void {
    const [collection, make] = pick(workloads);
    store.put(collection, make({ name: nameOf('workload'), namespace, image: pick(anyImage) }));
  }

  function emptyNamespace(namespace: string): void {
    for (const collection of ['daemonsets', 'deployments', 'statefulsets', 'replicasets', 'pods'] as const) {
      const inside = store.objects(collection).filter(({ metadata }) => metadata.namespace === namespace);
      for (const { metadata } of inside) store.remove(collection, metadata.name, namespace);
    }
  }

  const acts: readonly (readonly [weight: number, act: (namespace: string) => void])[] = [
    [12, putPod],
    [5, (namespace) => store.remove('pods', nameOf('pod'), namespace)],
    [2, putWorkload],
    [2, (namespace) => store.remove(pick(workloads)[0], nameOf('workload'), namespace)],
    [2, (namespace) => store.put('replicasets', aReplicaSet(nameOf('set'), nameOf('workload'), namespace))],
    [1, (namespace) => store.remove('replicasets', nameOf('set'), namespace)],
    [2, () => store.put('nodes', aNode(nameOf('node'), pick(['v1.33.7', 'v1.33.7+k3s1'])))],
    [1, () => store.remove('nodes', nameOf('node'))],
    [1, emptyNamespace],
  ];
  const weighted = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

  return {
    change: () => pick(weighted)(pick(namespaces)),
    empty() {
      namespaces.forEach(emptyNamespace);
      for (const { metadata } of store.objects('nodes')) store.remove('nodes', metadata.name);
    },
  };
}

/** What a client that sees everything makes of what the server holds. */
export function inventoryOf(server: FakeApiServer): Inventory {
  const objects = {
    nodes: truthOf(server, resources.nodes).values(),
    pods: truthOf(server, resources.pods).values(),
    replicaSets: truthOf(server, resources.replicaSets).values(),
  };
  return buildInventory(objects, recogniser);
}
