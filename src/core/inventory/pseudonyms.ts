import type { Component } from '../components/component.ts';
import { parseImageReference } from '../components/image-reference.ts';
import type { Instance, Inventory, NodeFacts, Workload } from './inventory.ts';

/**
 * The inventory with every name of the cluster's own replaced: nodes, namespaces, workloads, pods, providers' ids and
 * registries. What was alike stays alike, so that it matches as before. Names of containers and values of labels stay,
 * since components and conditions are told by them.
 */
export function pseudonymise({ nodes, instances, seesAllPods }: Inventory): Inventory {
  const name = createNames();
  const renamed = new Map(nodes.map((node) => [node, pseudonymiseNode(node, name)]));
  return {
    nodes: nodes.map((node) => renamed.get(node) ?? node),
    instances: instances.map((instance) => pseudonymiseInstance(instance, name, renamed)),
    seesAllPods,
  };
}

/** A new name for each text of a kind: `node-1`, `node-2`, in the order in which they are asked for. */
type Names = (kind: string, text: string) => string;

function createNames(): Names {
  const known = new Map<string, Map<string, string>>();
  return (kind, text) => {
    const ofKind = known.get(kind) ?? new Map<string, string>();
    known.set(kind, ofKind);
    const pseudonym = ofKind.get(text) ?? `${kind}-${ofKind.size + 1}`;
    ofKind.set(text, pseudonym);
    return pseudonym;
  };
}

function pseudonymiseNode(node: NodeFacts, name: Names): NodeFacts {
  return {
    ...node,
    name: name('node', node.name),
    providerId: node.providerId?.replace(/^(?<scheme>[^:]*:\/\/).*$/, `$<scheme>${name('node', node.name)}`),
  };
}

function pseudonymiseInstance(instance: Instance, name: Names, renamed: ReadonlyMap<NodeFacts, NodeFacts>): Instance {
  const node = instance.node && renamed.get(instance.node);
  const nodeName = name('node', instance.nodeName);
  if (instance.kind === 'node-process') return { ...instance, node, nodeName };
  return {
    ...instance,
    node,
    nodeName,
    namespace: name('namespace', instance.namespace),
    pod: name('pod', `${instance.namespace}/${instance.pod}`),
    workload: pseudonymiseWorkload(instance.workload, instance.namespace, name),
    image: pseudonymiseImage(instance.image, instance.component),
  };
}

/** A bare pod is its own workload. */
function pseudonymiseWorkload({ kind, name: own }: Workload, namespace: string, name: Names): Workload {
  return { kind, name: name(kind === 'Pod' ? 'pod' : 'workload', `${namespace}/${own}`) };
}

/** What the component is known by, behind a registry that nobody has. */
function pseudonymiseImage(image: string, { runs }: Component): string {
  const reference = parseImageReference(image);
  if (!reference || runs.as !== 'container') return image;
  const { repository, tag, digest } = reference;
  const known = [...runs.images, ...runs.sharedImages]
    .filter((path) => repository === path || repository.endsWith(`/${path}`))
    .sort((a, b) => b.length - a.length);
  return `registry.example.com/${known[0] ?? repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
