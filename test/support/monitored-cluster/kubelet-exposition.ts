import { createHash } from 'node:crypto';
import type { ClusterPod } from './cluster.ts';

export interface MeteredPod {
  readonly pod: ClusterPod;
  readonly cpuSeconds: number;
}

export interface MeteredNode {
  readonly pods: readonly MeteredPod[];
  readonly kubeletCpuSeconds: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What the kubelet's /metrics says of its own process. */
export function renderKubelet({ kubeletCpuSeconds }: MeteredNode): string {
  return [
    '# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.',
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${kubeletCpuSeconds}`,
    '',
  ].join('\n');
}

/**
 * What the kubelet's /metrics/cadvisor says on containerd, with its own timestamps: besides each container its sandbox, the
 * cgroup of the whole pod, and the node's own cgroups.
 */
export function renderCadvisor({ pods, kubeletCpuSeconds, at }: MeteredNode): string {
  const podSeconds = pods.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  const rows = [
    row({ id: '/' }, podSeconds + kubeletCpuSeconds, at),
    row({ id: '/system.slice/k3s.service' }, kubeletCpuSeconds, at),
    ...pods.flatMap((metered) => podRows(metered, at)),
  ];
  return [
    '# HELP container_cpu_usage_seconds_total Cumulative cpu time consumed in seconds.',
    '# TYPE container_cpu_usage_seconds_total counter',
    ...rows,
    '',
  ].join('\n');
}

const sandboxCpuSeconds = 0.02;

function podRows({ pod: { namespace, name: pod, container }, cpuSeconds }: MeteredPod, at: number): readonly string[] {
  const podId = `/kubepods/burstable/pod${digestOf(`${namespace}/${pod}`)}`;
  const containerId = digestOf(`${namespace}/${pod}/${container.name}`);
  const sandboxId = digestOf(`${namespace}/${pod}/sandbox`);
  const where = { namespace, pod };
  return [
    row({ ...where, id: podId }, cpuSeconds + sandboxCpuSeconds, at),
    row(
      {
        ...where,
        container: 'POD',
        id: `${podId}/${sandboxId}`,
        image: 'registry.k8s.io/pause:3.10',
        name: sandboxId,
      },
      sandboxCpuSeconds,
      at,
    ),
    row(
      {
        ...where,
        container: container.name,
        id: `${podId}/${containerId}`,
        image: container.image,
        name: containerId,
      },
      cpuSeconds,
      at,
    ),
  ];
}

const absent = { container: '', cpu: 'total', image: '', name: '', namespace: '', pod: '' };

function row(labels: Partial<typeof absent> & { readonly id: string }, cpuSeconds: number, at: number): string {
  const pairs = Object.entries({ ...absent, ...labels }).map(([name, value]) => `${name}="${value}"`);
  return `container_cpu_usage_seconds_total{${pairs.join()}} ${cpuSeconds} ${at}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
