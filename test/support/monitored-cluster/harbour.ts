import type { Cluster, ClusterNode, ClusterPod } from './cluster.ts';

/** What differs between the states of the harbour cluster. Usage is in cores, by node; who is not named is as usual. */
export interface HarbourState {
  readonly calico: string;
  readonly calicoCores?: Readonly<Record<string, number>>;
  readonly serverCores?: Readonly<Record<string, number>>;
}

const usualCores = { calico: 0.05, server: 0.3, agent: 0.1, karpenter: 0.2 };

/**
 * Three K3s servers, four agents with a kernel that CALICO-8856 needs and one without, and a Karpenter whose version has a
 * known issue that does not show.
 */
export function aHarbour({ calico, calicoCores = {}, serverCores = {} }: HarbourState): Cluster {
  const nodes = [
    ...['server-1', 'server-2', 'server-3'].map((name) => aServer(name, serverCores[name] ?? usualCores.server)),
    ...['agent-1', 'agent-2', 'agent-3', 'agent-4'].map((name) => anAgent(name, oldKernel)),
    anAgent('agent-5', newKernel),
  ];
  const calicoPods = nodes.map(({ name }) => aCalicoPod(calico, name, calicoCores[name] ?? usualCores.calico));
  return { nodes, pods: [...calicoPods, aKarpenterPod('agent-5')] };
}

/** A rollout replaces every pod of the DaemonSet, so the version is in its pods' names. */
export function calicoPodOn(nodeName: string, version: string): string {
  return `calico-node-${version.replaceAll('.', '')}-${nodeName}`;
}

const oldKernel = '5.4.0-192-generic';
const newKernel = '5.15.0-164-generic';
const kubeletVersion = 'v1.31.6+k3s1';

function aServer(name: string, cores: number): ClusterNode {
  const labels = {
    'node-role.kubernetes.io/control-plane': 'true',
    'node-role.kubernetes.io/etcd': 'true',
    'node-role.kubernetes.io/master': 'true',
    'p2p.k3s.cattle.io/enabled': 'true',
  };
  return { name, labels, kernelVersion: newKernel, kubeletVersion, cores };
}

function anAgent(name: string, kernelVersion: string): ClusterNode {
  const labels = { 'p2p.k3s.cattle.io/enabled': 'true' };
  return { name, labels, kernelVersion, kubeletVersion, cores: usualCores.agent };
}

function aCalicoPod(version: string, nodeName: string, cores: number): ClusterPod {
  return {
    namespace: 'kube-system',
    name: calicoPodOn(nodeName, version),
    nodeName,
    workload: { kind: 'DaemonSet', name: 'calico-node' },
    container: {
      name: 'calico-node',
      image: `quay.io/calico/node:${version}`,
      env: [{ name: 'FELIX_LOGSEVERITYSCREEN', value: 'info' }],
      envFrom: [{ configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }],
    },
    cores,
  };
}

function aKarpenterPod(nodeName: string): ClusterPod {
  return {
    namespace: 'kube-system',
    name: 'karpenter-7c9d6f5b84-4kx2p',
    nodeName,
    workload: { kind: 'Deployment', name: 'karpenter' },
    container: { name: 'controller', image: 'public.ecr.aws/karpenter/controller:1.3.3' },
    cores: usualCores.karpenter,
  };
}
