import type { WantedFacts } from '../catalog/catalog.ts';
import type { KeyValues, NodeFacts } from '../inventory/inventory.ts';
import { cutAnnotations, instanceTypeLabels } from '../inventory/kubernetes-objects.ts';
import { readKeyValues } from './label-names.ts';
import { createNewest } from './newest.ts';
import type { Sample } from './query-answer.ts';
import { ownLabel } from './series-labels.ts';

/** What the series of one cluster say of its nodes. */
export interface NodeSeries {
  readonly addNode: (sample: Sample) => void;
  readonly addRole: (sample: Sample) => void;
  readonly addLabels: (sample: Sample) => void;
  readonly addAnnotations: (sample: Sample) => void;
  readonly addCapacity: (sample: Sample) => void;
  readonly build: () => readonly NodeFacts[];
}

/** Nodes with one of these labels have a series of `kube_node_role`, whatever the label's value. */
export const rolePrefix = 'node-role.kubernetes.io/';

export const architectureLabel = 'kubernetes.io/arch';

type Identity = Pick<NodeFacts, 'kubeletVersion' | 'kernelVersion' | 'osImage' | 'providerId' | 'containerRuntime'>;

export function createNodeSeries(cluster: string | undefined, wanted: WantedFacts): NodeSeries {
  /** Two facts of a node that Kubernetes has as labels as well, and the series have as nothing else. */
  const allWanted = new Set([...wanted.nodeLabels, architectureLabel, ...instanceTypeLabels]);
  const identities = createNewest<Identity>((identity) => JSON.stringify(identity));
  const labels = createNewest<KeyValues>(textOf);
  const annotations = createNewest<KeyValues>(textOf);
  const roles = new Map<string, Set<string>>();
  /** By node and resource; `undefined` where two series say different things, of which nothing tells the newer. */
  const capacities = new Map<string, number | undefined>();

  function labelsOf(node: string): KeyValues {
    const all = labels.get(node);
    const shown = new Map([...wanted.nodeLabels].map((key) => [key, all?.get(key)]));
    // Without any role in the whole cluster, the metric may be missing as well as the roles.
    if (roles.size === 0) return shown;
    const own = roles.get(node);
    return new Map(
      [...shown].flatMap(([key, value]): [string, string | undefined][] => {
        if (value !== undefined || !key.startsWith(rolePrefix)) return [[key, value]];
        return own?.has(key.slice(rolePrefix.length)) === true ? [[key, '']] : [];
      }),
    );
  }

  return {
    addNode({ labels: said, value }) {
      const identity = {
        kubeletVersion: said['kubelet_version'] ?? '',
        kernelVersion: said['kernel_version'] || undefined,
        osImage: said['os_image'] || undefined,
        providerId: said['provider_id'] || undefined,
        containerRuntime: said['container_runtime_version'] || undefined,
      };
      identities.add(nodeOf(said), identity, value);
    },
    addRole({ labels: said }) {
      const node = nodeOf(said);
      roles.set(node, (roles.get(node) ?? new Set()).add(said['role'] ?? ''));
    },
    addLabels({ labels: said, value }) {
      labels.add(nodeOf(said), readKeyValues(said, 'label', allWanted), value);
    },
    addAnnotations({ labels: said, value }) {
      annotations.add(
        nodeOf(said),
        cutAnnotations(readKeyValues(said, 'annotation', wanted.nodeAnnotations), wanted),
        value,
      );
    },
    addCapacity({ labels: said, value }) {
      const key = `${nodeOf(said)}/${said['resource']}`;
      capacities.set(key, capacities.has(key) && capacities.get(key) !== value ? undefined : value);
    },
    build: () =>
      [...identities.entries()].map(([name, identity]) => ({
        cluster,
        name,
        ...identity,
        architecture: labels.get(name)?.get(architectureLabel),
        instanceType: instanceTypeLabels.map((key) => labels.get(name)?.get(key)).find((type) => type !== undefined),
        capacity: { cpu: capacities.get(`${name}/cpu`), memory: capacities.get(`${name}/memory`) },
        labels: labelsOf(name),
        annotations: annotations.get(name) ?? readKeyValues(undefined, 'annotation', wanted.nodeAnnotations),
      })),
  };
}

function nodeOf(labels: Sample['labels']): string {
  return ownLabel(labels, 'node');
}

function textOf(values: KeyValues): string {
  return JSON.stringify([...values]);
}
