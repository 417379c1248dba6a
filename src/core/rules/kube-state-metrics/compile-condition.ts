import type { ClusterNodes, ComponentPresent, Condition, ContainerImage, Leaf } from '../../catalog/condition.ts';
import { seriesLabel } from '../../series/label-names.ts';
import type { Measure } from '../measured-on.ts';
import { globsPattern, versionMatchers } from './leaf-matchers.ts';
import { hasLabel, isRoleLabel } from './node-label-sets.ts';
import { limitPlaces, nodePlaces, type Places, valuePlaces } from './node-leaves.ts';
import { matcher, select } from './promql-text.ts';
import { recorded } from './recorded.ts';
import { allOf, alwaysUnknown, anyOf, negation, type TruthSets } from './truth-sets.ts';

/** Which instances a condition is asked of. */
export interface Asked {
  /** A vector of the instances, with all labels of their identity. */
  readonly instances: string;
  readonly on: Pick<Measure, 'noun'>;
  readonly clusterLabel: string;
}

/**
 * The instances of which a condition holds, and of which it does not, exactly as `evaluateCondition` has it over what
 * kube-state-metrics shows. `undefined` where it cannot be said in PromQL: see `uncompiledLeaf`.
 */
export function compileCondition(condition: Condition, asked: Asked): TruthSets | undefined {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => compileCondition(part, asked));
      if (!parts.every((part) => part !== undefined)) return undefined;
      return condition.kind === 'all' ? allOf(parts) : anyOf(parts);
    }
    case 'not': {
      const part = compileCondition(condition.of, asked);
      return part && negation(part);
    }
    default:
      return compileLeaf(condition, asked);
  }
}

function compileLeaf(leaf: Leaf, asked: Asked): TruthSets | undefined {
  const { clusterLabel: cluster, on } = asked;
  const inContainer = on.noun === 'container';
  switch (leaf.kind) {
    case 'manual':
    case 'container_argument':
    case 'container_env':
      return alwaysUnknown; // no series shows them
    case 'node_argument':
      return undefined; // a list in JSON, which a regular expression cannot take apart
    case 'cluster_nodes':
      return among(asked, [cluster], nodeCountPlaces(leaf, cluster));
    case 'component_present':
      return among(asked, [cluster], presencePlaces(leaf, cluster));
    case 'pod_label':
      return inContainer
        ? among(asked, [cluster, 'namespace', 'pod'], podPlaces(recorded.podLabels, 'label', leaf))
        : alwaysUnknown;
    case 'pod_annotation':
      return inContainer
        ? among(asked, [cluster, 'namespace', 'pod'], podPlaces(recorded.podAnnotations, 'annotation', leaf))
        : alwaysUnknown;
    case 'container_image':
      return inContainer ? among(asked, [cluster, 'namespace', 'pod', 'container'], imagePlaces(leaf)) : alwaysUnknown;
    case 'workload_replicas': {
      if (!inContainer) return alwaysUnknown;
      const labels = [cluster, 'namespace', 'workload_kind', 'workload', 'component'];
      // Of affected versions or not: all that run the component count.
      const all = `${recorded.components} and on (component) ${asked.instances}`;
      return among(asked, labels, limitPlaces(`count by (${labels.join(', ')}) (${all})`, leaf.limits));
    }
    default:
      return among(asked, [cluster, 'node'], nodePlaces(leaf, cluster));
  }
}

/** The instances at these places. */
function among({ instances }: Asked, labels: readonly string[], places: Places | undefined): TruthSets | undefined {
  const at = (vectors: readonly string[]) =>
    vectors.length === 0 ? undefined : `(${instances} and on (${labels.join(', ')}) (${vectors.join(' or ')}))`;
  return places && { holds: at(places.holds), fails: at(places.fails) };
}

function podPlaces(
  record: string,
  prefix: 'label' | 'annotation',
  { key, values }: Extract<Leaf, { readonly kind: 'pod_label' | 'pod_annotation' }>,
): Places {
  return valuePlaces((...matchers) => select(record, ...matchers), seriesLabel(prefix, key), values);
}

/** Of the image without its digest. One without a tag could be anything, but has no version that is in range either. */
function imagePlaces({ values }: ContainerImage): Places {
  const images = (...matchers: readonly string[]) => select(recorded.images, ...matchers);
  if (values.length === 0) return { holds: [images()], fails: [] };
  const pattern = `(?:${globsPattern(values, '[^@]*')})(?:@.*)?`;
  return {
    holds: [images(matcher('image_spec', '=~', pattern))],
    fails: [images(matcher('image_spec', '!~', pattern))],
  };
}

/** Nodes of a cluster, as long as it can be seen of each whether it counts. */
function nodeCountPlaces({ withLabel, limits }: ClusterNodes, cluster: string): Places {
  const counted = (nodes: string) => `count by (${cluster}) (${nodes})`;
  const all = recorded.nodes;
  if (withLabel === undefined) return limitPlaces(counted(all), limits);
  const has = `${all} and on (${cluster}, node) ${hasLabel(withLabel)}`;
  const allHave = `${all} unless on (${cluster}) (${all} unless on (${cluster}, node) ${hasLabel(withLabel)})`;
  const known = isRoleLabel(withLabel)
    ? `(${all} and on (${cluster}) ${recorded.nodeRoles} or ${allHave})`
    : `(${allHave})`;
  // None with the label is a count too.
  const none = `0 * ${counted(known)}`;
  return limitPlaces(`(${counted(`${has} and on (${cluster}) ${known}`)} or on (${cluster}) ${none})`, limits);
}

/** Clusters that run the component in one of the versions, and those that for certain do not. */
function presencePlaces({ component, ranges }: ComponentPresent, cluster: string): Places | undefined {
  const record = component.runs.as === 'container' ? recorded.components : recorded.nodeComponents;
  const running = (...matchers: readonly string[]) =>
    select(record, matcher('component', '=', component.id), ...matchers);
  const clusters = `(${recorded.nodes} or ${running()})`;
  if (ranges.length === 0) return { holds: [running()], fails: [`(${clusters} unless on (${cluster}) ${running()})`] };
  const matchers = versionMatchers('version', ranges, component.scheme.pattern);
  if (!matchers) return undefined;
  const notIn = running(...matchers.fails);
  return {
    holds: matchers.holds ? [running(...matchers.holds)] : [],
    // Every instance has to be one that no range holds.
    fails: [`(${clusters} unless on (${cluster}) (${running()} unless ${notIn}))`],
  };
}
