import type { Instance } from '../../../src/core/inventory/inventory.ts';

/** What an instance uses. */
export interface Usage {
  readonly cores: number;
  readonly bytes: number;
}

const mebibyte = 1024 ** 2;

/** What healthy instances use. */
const usual: Readonly<Record<string, Usage>> = {
  'calico-node': { cores: 0.05, bytes: 150 * mebibyte },
  'calico-apiserver': { cores: 0.03, bytes: 200 * mebibyte },
  k3s: { cores: 0.3, bytes: 900 * mebibyte },
  'k3s-agent': { cores: 0.1, bytes: 250 * mebibyte },
  karpenter: { cores: 0.7, bytes: 400 * mebibyte },
  'kubeshark-worker': { cores: 0.08, bytes: 200 * mebibyte },
  'kyverno-admission-controller': { cores: 0.06, bytes: 240 * mebibyte },
  'kyverno-background-controller': { cores: 0.04, bytes: 95 * mebibyte },
  'node-exporter': { cores: 0.12, bytes: 40 * mebibyte },
  'otel-collector': { cores: 0.2, bytes: 300 * mebibyte },
};

interface Trouble {
  readonly component: string;
  readonly version: string;
  readonly nodes: readonly string[];
  readonly from: number;
  readonly usage?: Partial<Usage>;
  /** What is added in an hour. */
  readonly leak?: Partial<Usage>;
}

const agents = ['agent-1', 'agent-2', 'agent-3', 'agent-4'];

/** Where and since when the known issues of the demo cluster show. */
const troubles: readonly Trouble[] = [
  { component: 'calico-node', version: 'v3.27.3', nodes: ['agent-1'], from: 0, usage: { cores: 0.48 } },
  { component: 'calico-node', version: 'v3.27.3', nodes: ['agent-3'], from: 0, usage: { cores: 0.39 } },
  { component: 'k3s', version: 'v1.32.3+k3s1', nodes: ['server-2'], from: 120, usage: { cores: 3.75 } },
  { component: 'k3s', version: 'v1.33.7+k3s3', nodes: ['server-1'], from: 0, usage: { cores: 1.13 } },
  { component: 'karpenter', version: '1.3.3', nodes: ['agent-3', 'agent-4'], from: 0, usage: { cores: 2.6 } },
  { component: 'kubeshark-worker', version: 'v52.3.0', nodes: ['agent-1'], from: 165, usage: { cores: 1 } },
  { component: 'kubeshark-worker', version: 'v52.3.0', nodes: ['agent-2'], from: 250, usage: { cores: 0.96 } },
  {
    component: 'kyverno-background-controller',
    version: 'v1.11.3',
    nodes: ['agent-2'],
    from: 0,
    usage: { bytes: 430 * mebibyte },
  },
  { component: 'calico-apiserver', version: 'v3.27.0', nodes: ['agent-1'], from: 60, leak: { bytes: 60 * mebibyte } },
  { component: 'calico-apiserver', version: 'v3.27.0', nodes: ['agent-2'], from: 60, leak: { bytes: 25 * mebibyte } },
  { component: 'otel-collector', version: '0.121.0', nodes: ['agent-3'], from: 30, leak: { cores: 0.15 } },
  // Made up: no such regression is known.
  { component: 'node-exporter', version: 'v1.9.1', nodes: agents, from: 0, usage: { cores: 0.31 } },
];

/** What an instance uses at a minute of the story; `seed` makes its small ups and downs its own. */
export function usageAt({ component, version, nodeName }: Instance, minute: number, seed: number): Usage {
  const text = version.ok ? version.version.text : '';
  const trouble = troubles.find(
    (one) =>
      one.component === component.id && one.version === text && one.nodes.includes(nodeName) && one.from <= minute,
  );
  const { cores, bytes } = { ...(usual[component.id] ?? quiet), ...trouble?.usage };
  const up = Math.sin(minute / 4 + seed) + Math.sin(minute / 11 + 2 * seed);
  const hours = (minute - (trouble?.from ?? 0)) / 60;
  return {
    cores: cores * (1 + 0.04 * up) + hours * (trouble?.leak?.cores ?? 0),
    bytes: Math.round(bytes * (1 + 0.02 * up) + hours * (trouble?.leak?.bytes ?? 0)),
  };
}

const quiet: Usage = { cores: 0.02, bytes: 60 * mebibyte };
