import type { Inventory } from '../../../src/core/inventory/inventory.ts';

/** What kube-state-metrics says of limits: a name, labels and a value. */
export interface Limit {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const gibibyte = 1024 ** 3;

/** What a node has left for pods: 4 cores and 8 GiB, less what is kept for the system. */
const allocatable = { cpu: 3.8, memory: 7.6 * gibibyte };

/** Of containers, by their names. */
const containerLimits: Readonly<Record<string, Partial<typeof allocatable>>> = {
  'calico-apiserver': { memory: gibibyte },
  sniffer: { cpu: 1 },
};

/** Of the nodes and containers where a component runs. */
export function limitsOf({ instances }: Inventory): readonly Limit[] {
  const nodes = [...new Set(instances.map(({ nodeName }) => nodeName))];
  const ofNodes = nodes.flatMap((node) =>
    Object.entries(allocatable).map(([resource, value]) => ({
      labels: { __name__: 'kube_node_status_allocatable', node, resource },
      value,
    })),
  );
  const ofContainers = instances.flatMap((instance) => {
    if (instance.kind !== 'container') return [];
    const { namespace, pod, container, nodeName: node } = instance;
    return Object.entries(containerLimits[container] ?? {}).map(([resource, value]) => ({
      labels: { __name__: 'kube_pod_container_resource_limits', namespace, pod, container, node, resource },
      value,
    }));
  });
  return [...ofNodes, ...ofContainers];
}
