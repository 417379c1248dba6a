import type { Test } from 'tap';
import type { Cluster, ClusterPod } from './cluster.ts';
import { type MeteredNode, renderCadvisor, renderKubelet } from './kubelet-exposition.ts';
import { startLocalServer } from './local-server.ts';
import { createMeters } from './meters.ts';

/** The kubelets of a cluster, all at one address: `/nodes/<node>/metrics` and `/nodes/<node>/metrics/cadvisor`. */
export interface Kubelets {
  readonly address: string;
  /** From this moment on the kubelets measure this cluster. What keeps its name keeps its counter. */
  readonly measure: (cluster: Cluster) => void;
}

export async function startKubelets(t: Test, first: Cluster): Promise<Kubelets> {
  const meters = createMeters();
  let measured = first;

  function measure(cluster: Cluster): void {
    measured = cluster;
    const cores = [
      ...cluster.nodes.map((node): [string, number] => [node.name, node.cores]),
      ...cluster.pods.map((pod): [string, number] => [instanceOf(pod), pod.cores]),
    ];
    meters.set(new Map(cores), Date.now());
  }

  function readNode(name: string): MeteredNode {
    const at = Date.now();
    const pods = measured.pods.filter(({ nodeName }) => nodeName === name);
    return {
      pods: pods.map((pod) => ({ pod, cpuSeconds: meters.read(instanceOf(pod), at) })),
      kubeletCpuSeconds: meters.read(name, at),
      at,
    };
  }

  const address = await startLocalServer(t, (path) => {
    const match = /^\/nodes\/(?<node>[^/]+)(?<metrics>\/.*)$/.exec(path)?.groups;
    const render = renderers[match?.['metrics'] ?? ''];
    return render?.(readNode(match?.['node'] ?? ''));
  });
  measure(first);
  return { address, measure };
}

const renderers: Readonly<Record<string, (node: MeteredNode) => string>> = {
  '/metrics': renderKubelet,
  '/metrics/cadvisor': renderCadvisor,
};

function instanceOf({ namespace, name }: ClusterPod): string {
  return `${namespace}/${name}`;
}
