import type { Recogniser } from '../components/recognise.ts';
import { compareText } from '../text/compare-text.ts';
import type { Instance, Inventory, NodeFacts, Workload } from './inventory.ts';
import type { PodObject, ReplicaSetObject } from './kubernetes-objects.ts';

/** The cut objects of one cluster, from whichever source. */
export interface ClusterObjects {
  readonly nodes: Iterable<NodeFacts>;
  readonly pods: Iterable<PodObject>;
  readonly replicaSets: Iterable<ReplicaSetObject>;
  /** Whether pods of all namespaces were looked at, which is so unless somebody knows better. */
  readonly seesAllPods?: boolean;
}

/** Recognises what runs. The order of the result does not depend on the order of the objects. */
export function buildInventory(
  { nodes, pods, replicaSets, seesAllPods = true }: ClusterObjects,
  recogniser: Recogniser,
): Inventory {
  const nodesByName = new Map([...nodes].map((node) => [node.name, node]));
  const deployments = new Map(
    [...replicaSets].map(({ namespace, name, controller }) => [`${namespace}/${name}`, controller]),
  );
  const instances: Instance[] = [];

  for (const node of nodesByName.values()) {
    for (const recognised of recogniser.recogniseNode(node)) {
      instances.push({ kind: 'node-process', ...recognised, nodeName: node.name, node });
    }
  }
  for (const pod of pods) {
    if (!isRunning(pod)) continue;
    for (const { name, image, environment, flags } of pod.containers) {
      const recognised = recogniser.recogniseContainer(image, name);
      if (!recognised) continue;
      instances.push({
        kind: 'container',
        ...recognised,
        namespace: pod.namespace,
        pod: pod.name,
        container: name,
        workload: workloadOf(pod, deployments),
        image,
        environment,
        flags,
        podLabels: pod.labels,
        podAnnotations: pod.annotations,
        nodeName: pod.nodeName,
        node: nodesByName.get(pod.nodeName),
      });
    }
  }
  return {
    nodes: [...nodesByName.values()].sort((a, b) => compareText(a.name, b.name)),
    instances: instances.sort(compareInstances),
    seesAllPods,
  };
}

/** A pod that waits for a node or has ended costs nothing. */
function isRunning({ nodeName, phase }: PodObject): boolean {
  return nodeName !== '' && phase !== 'Succeeded' && phase !== 'Failed';
}

function workloadOf(
  { namespace, name, controller }: PodObject,
  deployments: ReadonlyMap<string, Workload | undefined>,
): Workload {
  if (!controller) return { kind: 'Pod', name };
  if (controller.kind !== 'ReplicaSet') return controller;
  return deployments.get(`${namespace}/${controller.name}`) ?? controller;
}

/** By component, then by place. */
function compareInstances(a: Instance, b: Instance): number {
  return compareText(a.component.id, b.component.id) || compareText(placeOf(a), placeOf(b));
}

function placeOf(instance: Instance): string {
  return instance.kind === 'container'
    ? `${instance.namespace}/${instance.pod}/${instance.container}`
    : instance.nodeName;
}
