import { load } from 'js-yaml';
import { demoCluster } from '../built-in.ts';

/** How long the story takes: six hours. Everything here counts minutes from its beginning. */
export const storyMinutes = 360;

interface Upgrade {
  readonly at: number;
  /** The node, or the pod as it is called after the upgrade. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const calicoRollout = ['8ws4c', '5bkzn', 'd6mtp', 'hv9lr', 'k4fzd', 't7qjx'].map(
  (suffix, index): Upgrade => ({
    at: 150 + 6 * index,
    name: `calico-node-${suffix}`,
    from: 'node:v3.27.2',
    to: 'node:v3.27.3',
  }),
);

/** How the demo cluster came to what it is. */
const upgrades: readonly Upgrade[] = [
  ...calicoRollout,
  { at: 205, name: 'server-1', from: 'v1.33.7+k3s1', to: 'v1.33.7+k3s3' },
  ...['4kx2p', 'zt8wv'].map((suffix, index) => ({
    at: 230 + 3 * index,
    name: `karpenter-7c9d6f5b84-${suffix}`,
    from: 'controller:1.2.1@sha256:0f',
    to: 'controller:1.3.3@sha256:1f',
  })),
  { at: 180, name: 'kyverno-background-controller-0', from: 'v1.11.1', to: 'v1.11.3' },
  ...['c8mzp', 'j5v2t', 'n9xkw', 'r4qbd'].map((suffix, index) => ({
    at: 140 + 3 * index,
    name: `node-exporter-${suffix}`,
    from: 'node-exporter:v1.8.2',
    to: 'node-exporter:v1.9.1',
  })),
];

/** Minutes at which what runs changes, the beginning first. */
export const changes: readonly number[] = [...new Set([0, ...upgrades.map(({ at }) => at)])].sort((a, b) => a - b);

interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** The demo cluster at a minute, as `kubectl get -o json` has it, and more beside it. */
export function clusterAt(minute: number): string {
  const { items } = load(demoCluster()) as { readonly items: readonly KubernetesObject[] }; // as the file is written
  const all = [...items, ...besides].map((object) => {
    const upgrade = upgrades.find(({ name, at }) => name === object.metadata.name && minute < at);
    return upgrade === undefined ? object : before(upgrade, object);
  });
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all });
}

/** A rollout replaces pods, so that they have other names; a node keeps its own. */
function before({ name, from, to }: Upgrade, object: KubernetesObject): unknown {
  const text = JSON.stringify(object).replaceAll(to, from);
  return JSON.parse(name.startsWith('server-') ? text : text.replaceAll(name, `${name.slice(0, -1)}x`));
}

const besides = [
  // Its issue shows in memory.
  pod(
    'kyverno',
    'agent-2',
    'kyverno-background-controller-0',
    'controller',
    'ghcr.io/kyverno/background-controller:v1.11.3',
  ),
  // Nobody has said what this one should use, and it never ran in another version here.
  pod('kyverno', 'agent-2', 'kyverno-admission-controller-0', 'kyverno', 'ghcr.io/kyverno/kyverno:v1.11.2'),
  // Leaks, one of memory and one of CPU.
  ...['agent-1', 'agent-2'].map((node, index) =>
    pod(
      'calico-apiserver',
      node,
      `calico-apiserver-${index}`,
      'calico-apiserver',
      'docker.io/calico/apiserver:v3.27.0',
    ),
  ),
  pod(
    'telemetry',
    'agent-3',
    'collector-0',
    'otel-collector',
    'docker.io/otel/opentelemetry-collector-contrib:0.121.0',
  ),
  // An upgrade that no record speaks of.
  ...['c8mzp', 'j5v2t', 'n9xkw', 'r4qbd'].map((suffix, index) =>
    pod(
      'monitoring',
      `agent-${index + 1}`,
      `node-exporter-${suffix}`,
      'node-exporter',
      'quay.io/prometheus/node-exporter:v1.9.1',
    ),
  ),
];

function pod(namespace: string, nodeName: string, name: string, container: string, image: string): KubernetesObject {
  const workload = name.slice(0, name.lastIndexOf('-'));
  const kind = name.endsWith('-0') || name.endsWith('-1') ? 'StatefulSet' : 'DaemonSet';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, ownerReferences: [{ apiVersion: 'apps/v1', kind, name: workload, controller: true }] },
    spec: { nodeName, containers: [{ name: container, image }] },
    status: { phase: 'Running' },
  };
}
