import { rename, writeFile } from 'node:fs/promises';
import type { Cluster, ClusterNode, ClusterPod } from './cluster.ts';

/** Replaces a file by what `kubectl get nodes,pods,daemonsets,deployments,replicasets -A -o json` prints of the cluster. */
export async function writeRecording(file: string, cluster: Cluster): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: clusterObjects(cluster) };
  await writeFile(`${file}.new`, JSON.stringify(list, undefined, 2));
  await rename(`${file}.new`, file);
}

/** The cluster's objects as its API server has them. */
export function clusterObjects({ nodes, pods }: Cluster): readonly KubernetesObject[] {
  const workloads = new Map(pods.map((pod) => [`${pod.namespace}/${pod.workload.name}`, pod]));
  return [...nodes.map(nodeObject), ...[...workloads.values()].flatMap(workloadObjects), ...pods.map(podObject)];
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

function nodeObject({ name, labels, kernelVersion, kubeletVersion }: ClusterNode): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
    spec: { providerID: `k3s://${name}` },
    status: {
      nodeInfo: { architecture: 'amd64', kernelVersion, kubeletVersion, operatingSystem: 'linux', osImage: 'Ubuntu' },
    },
  };
}

/** The workload itself, and a Deployment's ReplicaSet. */
function workloadObjects({ namespace, workload: { kind, name } }: ClusterPod): readonly KubernetesObject[] {
  const workload = { apiVersion: 'apps/v1', kind, metadata: { namespace, name } };
  if (kind === 'DaemonSet') return [workload];
  const ownerReferences = [{ apiVersion: 'apps/v1', kind, name, controller: true }];
  const metadata = { namespace, name: replicaSetOf(name), ownerReferences };
  return [workload, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata }];
}

function podObject({ namespace, name, nodeName, workload, container }: ClusterPod): KubernetesObject {
  const owner = workload.kind === 'DaemonSet' ? workload : { kind: 'ReplicaSet', name: replicaSetOf(workload.name) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, ownerReferences: [{ apiVersion: 'apps/v1', ...owner, controller: true }] },
    spec: { nodeName, containers: [container] },
    status: { phase: 'Running' },
  };
}

function replicaSetOf(deployment: string): string {
  return `${deployment}-7c9d6f5b84`;
}
