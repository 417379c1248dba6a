import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Consumer, SyntheticCluster } from './cluster.ts';

/** What is scraped, at one address: everything that Prometheus finds in a cluster of that size. */
export interface FakeTargets {
  readonly port: number;
  /** Paths of cAdvisor's part of the consumers. */
  readonly cadvisorPaths: readonly string[];
  readonly stop: () => void;
}

/** Consumers in one exposition: some dozen nodes at once, since 5,000 targets would measure something else. */
const perPage = 10_000;

/** Serves on loopback. Counters follow the clock and tell the same whenever they are asked. */
export async function serveTargets(cluster: SyntheticCluster, exporter: string): Promise<FakeTargets> {
  const pages = [...pagesOf(cluster.tracked), ...pagesOf(cluster.untracked)].map(cadvisorPage);
  const kubelet = kubeletPage(cluster.processes);
  const limits = limitsText(cluster);
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const page = /^\/cadvisor\/(?<index>\d+)$/.exec(url)?.groups?.['index'];
    if (page !== undefined) return answer(response, pages[Number(page)]?.(Date.now()));
    if (url === '/plimsoll') {
      const seconds = (Date.now() / 1000).toFixed(0);
      const seen = `plimsoll_discovery_last_success_timestamp_seconds ${seconds}\n`;
      return answer(response, `${exporter.replace(/^# EOF\n/m, '')}${seen}`);
    }
    if (url === '/kubelet') return answer(response, kubelet(Date.now()));
    return answer(response, url === '/kube-state-metrics' ? limits : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cadvisorPaths: pages.map((_, index) => `/cadvisor/${index}`),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, text: string | undefined): void {
  response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain; version=0.0.4' });
  response.end(text);
}

function pagesOf(consumers: readonly Consumer[]): readonly (readonly Consumer[])[] {
  return Array.from({ length: Math.ceil(consumers.length / perPage) }, (_, page) =>
    consumers.slice(page * perPage, (page + 1) * perPage),
  );
}

/** In seconds; far enough back for any uptime. */
const began = Math.floor(Date.now() / 1000) - 8 * 86_400;

export function cpuSeconds({ cores }: Consumer, at: number): number {
  return cores * (at - began);
}

export function memoryBytes({ bytes, growth }: Consumer, at: number): number {
  return bytes + growth * ((at - began) % 86_400);
}

/** cAdvisor tells when it measured. */
function cadvisorPage(consumers: readonly Consumer[]): (now: number) => string {
  const labels = consumers.map(cadvisorLabels);
  return (now) => {
    const at = now / 1000;
    const lines = (name: string, type: string, value: (consumer: Consumer, at: number) => number) =>
      `# TYPE ${name} ${type}\n${consumers
        .map((consumer, index) => `${name}${labels[index]} ${value(consumer, at).toFixed(3)} ${now}\n`)
        .join('')}`;
    return (
      lines('container_cpu_usage_seconds_total', 'counter', cpuSeconds) +
      lines('container_memory_working_set_bytes', 'gauge', memoryBytes)
    );
  };
}

export function cadvisorLabelsOf({ namespace, pod, container, image, node }: Consumer): Record<string, string> {
  const uid = Buffer.from(pod).toString('hex').slice(-32);
  const id = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid}.slice/cri-containerd-${uid}${uid}.scope`;
  return { container, id, image, name: `${uid}${uid}`, namespace, node, pod };
}

function cadvisorLabels(consumer: Consumer): string {
  return textOf(cadvisorLabelsOf(consumer));
}

function textOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `{${pairs.join(',')}}`;
}

function kubeletPage(processes: readonly Consumer[]): (now: number) => string {
  return (now) => {
    const lines = (name: string, type: string, value: (consumer: Consumer, at: number) => number) =>
      `# TYPE ${name} ${type}\n${processes
        .map((process) => `${name}{node="${process.node}"} ${value(process, now / 1000).toFixed(3)}\n`)
        .join('')}`;
    return (
      lines('process_cpu_seconds_total', 'counter', cpuSeconds) +
      lines('process_resident_memory_bytes', 'gauge', memoryBytes)
    );
  };
}

/** kube-state-metrics' part: what tracked containers may use, and what nodes have. */
function limitsText({ tracked, processes }: SyntheticCluster): string {
  const limits = tracked.flatMap(({ namespace, pod, container, node }) =>
    [
      ['cpu', 'core', 1],
      ['memory', 'byte', 1e9],
    ].map(
      ([resource, unit, value]) =>
        `kube_pod_container_resource_limits${textOf({ namespace, pod, container, node, resource: String(resource), unit: String(unit) })} ${value}\n`,
    ),
  );
  const allocatable = processes.flatMap(({ node }) => [
    `kube_node_status_allocatable{node="${node}",resource="cpu",unit="core"} 8\n`,
    `kube_node_status_allocatable{node="${node}",resource="memory",unit="byte"} 3.2e10\n`,
  ]);
  return `# TYPE kube_pod_container_resource_limits gauge\n${limits.join('')}# TYPE kube_node_status_allocatable gauge\n${allocatable.join('')}`;
}
