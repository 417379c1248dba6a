import type { Recognised, Recogniser, VersionReading } from '../components/recognise.ts';
import type { ContainerInstance, Instance, NodeFacts, Workload } from './inventory.ts';
import type { PodObject, ReplicaSetObject } from './kubernetes-objects.ts';

/** What of the catalog runs in a pod, and what it was made of besides the pod. */
export interface InPod {
  readonly node: NodeFacts | undefined;
  readonly owner: ReplicaSetObject | undefined;
  readonly instances: readonly ContainerInstance[];
}

/** What is known of a pod besides the pod itself. */
interface Surroundings extends Pick<InPod, 'node' | 'owner'> {
  readonly cluster: string | undefined;
}

export function recogniseOnNode(node: NodeFacts, recogniser: Recogniser): readonly Instance[] {
  return recogniser
    .recogniseNode(node)
    .map((recognised) => ({ kind: 'node-process', ...recognised, cluster: node.cluster, nodeName: node.name, node }));
}

export function recogniseInPod(
  pod: PodObject,
  { cluster, node, owner }: Surroundings,
  recogniser: Recogniser,
): readonly ContainerInstance[] {
  if (!isRunning(pod)) return [];
  return pod.containers.flatMap(({ name, image, reported, environment, flags, reportedVersion }) => {
    const recognised = recogniser.recogniseContainer(image, name, reported);
    if (!recognised) return [];
    return [
      {
        kind: 'container',
        component: recognised.component,
        version: versionOf(recognised, reportedVersion),
        reported: recognised.reported,
        cluster,
        namespace: pod.namespace,
        pod: pod.name,
        container: name,
        workload: workloadOf(pod, owner),
        image,
        environment,
        flags,
        podLabels: pod.labels,
        podAnnotations: pod.annotations,
        nodeName: pod.nodeName,
        node,
      },
    ];
  });
}

/** What the program itself reports counts where its image says nothing, or nothing that is a version. */
function versionOf({ component, version }: Recognised, reported: string | undefined): VersionReading {
  const own = version.ok || reported === undefined ? undefined : component.scheme.parse(reported);
  return own ? { ok: true, version: own } : version;
}

/** A pod that waits for a node or has ended costs nothing. */
function isRunning({ nodeName, phase }: PodObject): boolean {
  return nodeName !== '' && phase !== 'Succeeded' && phase !== 'Failed';
}

function workloadOf({ name, controller }: PodObject, owner: ReplicaSetObject | undefined): Workload {
  return owner?.controller ?? controller ?? { kind: 'Pod', name };
}

/**
 * Finds the ReplicaSet that owns a pod, where it was seen. Of all ReplicaSets, most of which are old revisions or own
 * nothing that is catalogued, only those of `pods` are kept.
 */
export function findOwners(
  pods: readonly PodObject[],
  replicaSets: readonly ReplicaSetObject[],
): (pod: PodObject) => ReplicaSetObject | undefined {
  const byName = new Map<string, ReplicaSetObject[]>();
  for (const { controller } of pods) {
    if (controller?.kind === 'ReplicaSet') byName.set(controller.name, []);
  }
  if (byName.size > 0) for (const replicaSet of replicaSets) byName.get(replicaSet.name)?.push(replicaSet);
  return ({ namespace, controller }) =>
    controller?.kind === 'ReplicaSet'
      ? byName.get(controller.name)?.findLast((replicaSet) => replicaSet.namespace === namespace)
      : undefined;
}
