import type { WantedFacts } from '../catalog/catalog.ts';
import { writeFlags } from './container-flags.ts';
import type { ContainerInstance, Environment, Inventory, NodeFacts } from './inventory.ts';
import { instanceTypeLabels } from './kubernetes-objects.ts';
import { listRecord, nodeRecord, podRecord } from './recorded-facts.ts';

/** Kubernetes objects that read back as the inventory, in the shape of `kubectl get … -o json`. */
export interface Recording {
  readonly apiVersion: 'v1';
  readonly kind: 'List';
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly items: readonly object[];
}

/**
 * The inventory as objects: of nodes and pods only what the catalog looks at, nothing of what it does not know.
 *
 * No value of a Secret or ConfigMap is in an inventory, and of command lines only the flags that the catalog names.
 */
export function recordInventory(inventory: Inventory, wanted: WantedFacts): Recording {
  const { nodes, instances } = inventory;
  const containers = instances.filter((instance) => instance.kind === 'container');
  const pods = Map.groupBy(containers, ({ namespace, pod }) => `${namespace}/${pod}`);
  return {
    apiVersion: 'v1',
    kind: 'List',
    metadata: { annotations: listRecord(inventory) },
    items: [...nodes.map((node) => nodeObject(node, wanted)), ...[...pods.values()].flatMap(podObject)],
  };
}

function nodeObject(node: NodeFacts, wanted: WantedFacts): object {
  const { cpu, memory } = node.capacity;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: { ...Object.fromEntries(node.labels), [instanceTypeLabel(node, wanted)]: node.instanceType },
      annotations: { ...Object.fromEntries(node.annotations), ...nodeRecord(node) },
    },
    spec: { providerID: node.providerId },
    status: {
      capacity: { cpu: cpu?.toString(), memory: memory?.toString() },
      nodeInfo: {
        kubeletVersion: node.kubeletVersion,
        kernelVersion: node.kernelVersion,
        osImage: node.osImage,
        containerRuntimeVersion: node.containerRuntime,
        architecture: node.architecture,
      },
    },
  };
}

/** Under the label of old where a condition asks for the other one, which the node then does not have. */
function instanceTypeLabel({ labels, instanceType }: NodeFacts, { nodeLabels }: WantedFacts): string {
  const [stable, beta] = instanceTypeLabels;
  return nodeLabels.has(stable) && labels.get(stable) !== instanceType ? beta : stable;
}

/** The pod of these containers, which all have the same pod facts. */
function podObject(containers: readonly ContainerInstance[]): readonly object[] {
  return containers.slice(0, 1).map((first) => podOf(first, containers));
}

function podOf(first: ContainerInstance, containers: readonly ContainerInstance[]): object {
  const { namespace, pod, workload, nodeName, podLabels, podAnnotations } = first;
  const containerStatuses = containers.flatMap(statusObject);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: pod,
      labels: Object.fromEntries(podLabels),
      annotations: { ...Object.fromEntries(podAnnotations), ...podRecord(first, containers) },
      ownerReferences: workload.kind === 'Pod' ? [] : [{ ...workload, controller: true }],
    },
    spec: { nodeName, containers: containers.map(containerObject) },
    status: { phase: 'Running', ...(containerStatuses.length === 0 ? {} : { containerStatuses }) },
  };
}

function containerObject({ container: name, image, flags, environment }: ContainerInstance): object {
  return { name, image, args: writeFlags(flags ?? new Map()), ...environmentFields(environment) };
}

/** Of the container's own image, as nothing else is kept of it. */
function statusObject({ container: name, image, reported }: ContainerInstance): readonly object[] {
  if (!reported) return [];
  const { tag, digest } = reported;
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return [
    {
      name,
      ...(tag === undefined ? {} : { image: `${repository}:${tag}` }),
      ...(digest === undefined ? {} : { imageID: `${repository}@${digest}` }),
    },
  ];
}

function environmentFields({ values, mayHaveMore }: Environment): object {
  const env = [...values].map(([name, value]) => (value === undefined ? { name, valueFrom: {} } : { name, value }));
  return mayHaveMore ? { env, envFrom: [{ configMapRef: {} }] } : { env };
}
