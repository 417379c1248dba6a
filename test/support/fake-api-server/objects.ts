import type { ApiObject } from './store.ts';

export interface PodOptions {
  readonly name: string;
  readonly image: string;
  readonly node?: string;
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly env?: Readonly<Record<string, string>>;
}

/** A running pod with one container, with some of what is not kept. */
export function aPod({ name, image, node = 'node-1', owner, env = {} }: PodOptions): ApiObject {
  return {
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-of-${name}`,
      ...(owner ? { ownerReferences: [{ ...owner, apiVersion: 'apps/v1', controller: true }] } : {}),
      managedFields: [{ manager: 'kubelet', operation: 'Update' }],
    },
    spec: {
      nodeName: node,
      containers: [{ name: 'main', image, env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }],
    },
    status: { phase: 'Running' },
  };
}

export function aNode(name: string, kubeletVersion = 'v1.33.7'): ApiObject {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name }, annotations: {} },
    spec: { podCIDR: '10.0.0.0/24' },
    status: { nodeInfo: { kubeletVersion, kernelVersion: '6.1.0', osImage: 'Debian GNU/Linux 13' } },
  };
}

export function aReplicaSet(name: string, deployment: string): ApiObject {
  return {
    metadata: {
      name,
      namespace: 'default',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: deployment, controller: true }],
    },
    spec: { replicas: 1 },
  };
}
