import type { Leaf, Limits } from '../../catalog/condition.ts';
import { instanceTypeLabels } from '../../inventory/kubernetes-objects.ts';
import { seriesLabel } from '../../series/label-names.ts';
import { architectureLabel } from '../../series/node-series.ts';
import { matchesGlob } from '../../text/glob.ts';
import { anyOf, escapeRegex } from '../../text/promql-escape.ts';
import { runtimeScheme } from '../../versions/container-runtime.ts';
import { comparableKernel } from '../../versions/kernel.ts';
import { kubernetesScheme } from '../../versions/kubernetes.ts';
import type { SchemePattern } from '../../versions/version-scheme.ts';
import { valueMatchers, versionMatchers } from './leaf-matchers.ts';
import { hasRole, isRoleLabel } from './node-label-sets.ts';
import { matcher, select } from './promql-text.ts';
import { recorded } from './recorded.ts';

/** Vectors whose series are the places where a leaf of a condition is true, and where it is false. */
export interface Places {
  readonly holds: readonly string[];
  readonly fails: readonly string[];
}

type NodeLeaf = Exclude<
  Leaf,
  {
    readonly kind:
      | 'pod_label'
      | 'pod_annotation'
      | 'container_argument'
      | 'container_env'
      | 'container_image'
      | 'cluster_nodes'
      | 'workload_replicas'
      | 'component_present'
      | 'node_argument'
      | 'manual';
  }
>;

const nodes = (...matchers: readonly string[]) => select(recorded.nodeVersions, ...matchers);
const labels = (...matchers: readonly string[]) => select(recorded.nodeLabels, ...matchers);

/** Nodes where a leaf about nodes is true or false; `undefined` where a bound of its ranges has no regular expression. */
export function nodePlaces(leaf: NodeLeaf, clusterLabel: string): Places | undefined {
  switch (leaf.kind) {
    case 'node_kernel':
      return versionPlaces('kernel', leaf.ranges, comparableKernel.pattern);
    case 'kubelet_version':
      return versionPlaces('kubelet', leaf.ranges, kubernetesScheme.pattern);
    case 'container_runtime':
      return runtimePlaces(leaf);
    case 'node_os_image':
      return valuePlaces(nodes, 'os_image', leaf.values);
    case 'node_platform':
      return platformPlaces(leaf.platforms);
    case 'node_architecture':
      return valuePlaces(labels, seriesLabel('label', architectureLabel), leaf.architectures, anyOf);
    case 'node_instance_type':
      return instanceTypePlaces(leaf.values);
    case 'node_capacity':
      return limitPlaces(select(recorded.nodeCapacity, matcher('resource', '=', leaf.resource)), leaf.limits);
    case 'node_label':
      return isRoleLabel(leaf.key)
        ? rolePlaces(leaf.key, leaf.values, clusterLabel)
        : valuePlaces(labels, seriesLabel('label', leaf.key), leaf.values);
    case 'node_annotation':
      return valuePlaces(
        (...matchers) => select(recorded.nodeAnnotations, ...matchers),
        seriesLabel('annotation', leaf.key),
        leaf.values,
      );
  }
}

type Selector = (...matchers: readonly string[]) => string;

/** Where a label has one of the values, and where it has another; without values, that it is there is enough. */
export function valuePlaces(
  of: Selector,
  label: string,
  values: readonly string[],
  patternOf?: (values: readonly string[]) => string,
): Places {
  const { holds, fails } = valueMatchers(label, values, patternOf);
  return { holds: [of(...holds)], fails: fails ? [of(...fails)] : [] };
}

function versionPlaces(
  label: string,
  ranges: Parameters<typeof versionMatchers>[1],
  pattern: SchemePattern,
): Places | undefined {
  const matchers = versionMatchers(label, ranges, pattern);
  return matchers && { holds: matchers.holds ? [nodes(...matchers.holds)] : [], fails: [nodes(...matchers.fails)] };
}

/** A node that runs another one has no such runtime, whatever its version. */
function runtimePlaces({ name, ranges }: Extract<Leaf, { readonly kind: 'container_runtime' }>): Places | undefined {
  const named = `${escapeRegex(`${name}://`)}.*`;
  const isIt = matcher('container_runtime_version', '=~', named);
  const isAnother = nodes(
    matcher('container_runtime_version', '!=', ''),
    matcher('container_runtime_version', '!~', named),
  );
  if (ranges.length === 0) return { holds: [nodes(isIt)], fails: [isAnother] };
  const matchers = versionMatchers('runtime', ranges, runtimeScheme.pattern);
  return (
    matchers && {
      holds: matchers.holds ? [nodes(isIt, ...matchers.holds)] : [],
      fails: [nodes(isIt, ...matchers.fails), isAnother],
    }
  );
}

function platformPlaces(platforms: readonly string[]): Places {
  const hasOne = matcher('provider_id', '=~', '[A-Za-z0-9.+-]+://.*');
  const pattern = `(?:${anyOf(platforms)})://.*`;
  return {
    holds: [nodes(hasOne, matcher('provider_id', '=~', pattern))],
    fails: [nodes(hasOne, matcher('provider_id', '!~', pattern))],
  };
}

/** The stable label counts, else the one of old. */
function instanceTypePlaces(values: readonly string[]): Places {
  const [stable, beta] = instanceTypeLabels.map((key) => seriesLabel('label', key));
  if (stable === undefined || beta === undefined) return { holds: [], fails: [] };
  const ofStable = valuePlaces(labels, stable, values);
  const ofBeta = valuePlaces((...matchers) => labels(matcher(stable, '=', ''), ...matchers), beta, values);
  return { holds: [...ofStable.holds, ...ofBeta.holds], fails: [...ofStable.fails, ...ofBeta.fails] };
}

/** Values of the vector within limits, and outside of them. */
export function limitPlaces(vector: string, { atLeast, atMost }: Limits): Places {
  const least = atLeast === undefined ? '' : ` >= ${atLeast}`;
  const most = atMost === undefined ? '' : ` <= ${atMost}`;
  return {
    holds: [`(${vector}${least}${most})`],
    fails: [
      ...(atLeast === undefined ? [] : [`(${vector} < ${atLeast})`]),
      ...(atMost === undefined ? [] : [`(${vector} > ${atMost})`]),
    ],
  };
}

/** The role of a node has no value. Once one node of a cluster has a role, one without this role does not have it. */
function rolePlaces(key: string, values: readonly string[], clusterLabel: string): Places {
  const label = seriesLabel('label', key);
  const shown = valuePlaces(labels, label, values);
  const onNode = `on (${clusterLabel}, node)`;
  const withoutValue = `(${hasRole(key)} unless ${onNode} ${labels(matcher(label, '!=', ''))})`;
  const without = `(${nodes()} and on (${clusterLabel}) ${recorded.nodeRoles} unless ${onNode} ${hasRole(key)} unless ${onNode} ${labels(matcher(label, '!=', ''))})`;
  const isOne = values.length === 0 || values.some((value) => matchesGlob(value, ''));
  return {
    holds: [...shown.holds, ...(isOne ? [withoutValue] : [])],
    fails: [...shown.fails, ...(isOne ? [] : [withoutValue]), without],
  };
}
