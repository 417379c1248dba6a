import type { Component, NodeProcess, NodeVersionSource } from '../../components/component.ts';
import { escapeRegex } from '../../text/promql-escape.ts';
import { caught, type TextReading } from '../../versions/text-reading.ts';
import { imageMatchers } from './image-matchers.ts';
import { hasLabel, isRoleLabel } from './node-label-sets.ts';
import { matcher, readVersion, replaceLabel, select } from './promql-text.ts';
import { never, recorded } from './recorded.ts';

/** The version of each distinct image that runs the component; empty where it has none that can be read. */
export function imageVersions(component: Component, components: readonly Component[]): string {
  const { reading } = component.scheme;
  const images = imageMatchers(component, components).map((matchers) => select(recorded.distinctImages, ...matchers));
  const all = images.join('\nor\n') || never;
  if (!reading) return grouped(['image_spec', 'container'], all);
  return grouped(
    ['image_spec', 'container', 'version'],
    readVersion(readTag(`(${all})`, reading), 'tag', 'version', reading),
  );
}

/** The tag is what stands behind the last colon of the last part of the path, and before the digest. */
function readTag(images: string, { accepts, refuses }: TextReading): string {
  const tagged = (tag: string) => `(?:[^@]*/)?[^/:@]+:(${tag})(?:@.*)?`;
  const read = replaceLabel(images, 'tag', caught(1), 'image_spec', tagged(accepts));
  return refuses === undefined ? read : replaceLabel(read, 'tag', '', 'image_spec', tagged(refuses));
}

/** The version of the component on each node that runs it as a process. */
export function nodeVersions({ runs, scheme: { reading } }: Component, clusterLabel: string): string {
  if (runs.as !== 'node-process' || !reading || runs.noLabel.some((label) => !isRoleLabel(label))) return never;
  const { label, around } = reportedAs(runs.versionFrom);
  const { accepts, refuses } = reading;
  const nodes = select(
    recorded.nodes,
    matcher(label, '=~', around(`(?:${accepts})`)),
    ...(refuses === undefined ? [] : [matcher(label, '!~', around(`(?:${refuses})`))]),
  );
  const text = replaceLabel(withRole(nodes, runs, clusterLabel), 'text', caught(1), label, around(`(${accepts})`));
  return grouped([clusterLabel, 'node', 'version'], readVersion(text, 'text', 'version', reading));
}

/** The label of `kube_node_info` that holds the version, and what stands around the version there. */
function reportedAs(source: NodeVersionSource): {
  readonly label: string;
  readonly around: (version: string) => string;
} {
  switch (source.field) {
    case 'kubelet':
      return { label: 'kubelet_version', around: (version) => version };
    case 'kernel':
      return { label: 'kernel_version', around: (version) => version };
    case 'container_runtime': {
      const before = escapeRegex(`${source.runtime}://`);
      return { label: 'container_runtime_version', around: (version) => `${before}${version}` };
    }
    case 'os_image': {
      const before = escapeRegex(`${source.os} `);
      return { label: 'os_image', around: (version) => `${before}${version}(?: .*)?` };
    }
  }
}

/**
 * Nodes with one of the labels of a process and none of those that it never has. As long as no node of a cluster has a
 * role, nobody can tell which has none.
 */
function withRole(nodes: string, { anyLabel, noLabel }: NodeProcess, clusterLabel: string): string {
  const onNode = `on (${clusterLabel}, node)`;
  const some = anyLabel.length === 0 ? '' : ` and ${onNode} (${anyLabel.map(hasLabel).join(' or ')})`;
  const none = noLabel.map((label) => ` unless ${onNode} (${hasLabel(label)})`).join('');
  const known = noLabel.length === 0 ? '' : ` and on (${clusterLabel}) ${recorded.nodeRoles}`;
  return some + none + known === '' ? nodes : `(${nodes}${some}${none}${known})`;
}

function grouped(labels: readonly string[], vector: string): string {
  return `group by (${labels.join(', ')}) (${vector})`;
}
