import type { Condition, Leaf, Limits, NodeKeyValue, PodKeyValue } from '../catalog/condition.ts';
import { formatBytes } from '../text/byte-size.ts';
import { joinWords } from '../text/join-words.ts';
import type { AffectedRange } from '../versions/version-range.ts';
import { fromTheStart, rangeTexts } from './range-notation.ts';

/**
 * What a condition looks at, as a clause that is true when it holds: `the node's kernel is below 5.15`.
 *
 * A negation is carried down to the facts, where it reads as people say it.
 */
export function conditionClause(condition: Condition, holds = true): string {
  switch (condition.kind) {
    case 'not':
      return conditionClause(condition.of, !holds);
    case 'all':
    case 'any': {
      const conjunction = (condition.kind === 'all') === holds ? ' and ' : ' or ';
      return condition.of
        .map((part) => (hasParts(part) ? `(${conditionClause(part, holds)})` : conditionClause(part, holds)))
        .join(conjunction);
    }
    default:
      return leafClause(condition, holds);
  }
}

function hasParts(condition: Condition): boolean {
  if (condition.kind === 'not') return hasParts(condition.of);
  return (condition.kind === 'all' || condition.kind === 'any') && condition.of.length > 1;
}

function leafClause(leaf: Leaf, holds: boolean): string {
  switch (leaf.kind) {
    case 'node_kernel':
      return `the node's kernel ${is(holds)} ${versionsIn(leaf.ranges)}`;
    case 'kubelet_version':
      return `the node's kubelet ${is(holds)} ${versionsIn(leaf.ranges)}`;
    case 'container_runtime':
      return `the node ${does(holds, 'run', 'runs')} ${leaf.name}${inRanges(leaf.ranges)}`;
    case 'node_os_image':
      return `the node's osImage ${isOneOf(holds, leaf.values)}`;
    case 'node_platform':
      return `the node's providerID ${does(holds, 'begin', 'begins')} with ${joinWords(
        leaf.platforms.map((platform) => `${platform}://`),
        'or',
      )}`;
    case 'node_architecture':
      return `the node's architecture ${isOneOf(holds, leaf.architectures)}`;
    case 'node_instance_type':
      return `the node's instance type ${isOneOf(holds, leaf.values)}`;
    case 'node_capacity':
      return `the node ${does(holds, 'have', 'has')} ${amountOf(leaf)}`;
    case 'node_label':
      return keyClause('the node', 'label', leaf, holds);
    case 'node_annotation':
      return keyClause('the node', 'annotation', leaf, holds);
    case 'pod_label':
      return keyClause('the pod', 'label', leaf, holds);
    case 'pod_annotation':
      return keyClause('the pod', 'annotation', leaf, holds);
    case 'node_argument':
      return `${argumentClause(leaf, holds)} in the node's annotation ${joinWords(leaf.annotations, 'or')}`;
    case 'container_argument':
      return `${argumentClause(leaf, holds)} in the container's arguments${unlessIn(leaf.configFlags)}`;
    case 'container_env':
      return `the container's variable ${leaf.name} ${isOneOf(holds, leaf.values)}`;
    case 'container_image':
      return `the image ${isOneOf(holds, leaf.values)}`;
    case 'cluster_nodes': {
      const label = leaf.withLabel === undefined ? '' : ` with the label ${leaf.withLabel}`;
      return `the cluster ${does(holds, 'have', 'has')} ${within(leaf.limits)} nodes${label}`;
    }
    case 'workload_replicas':
      return `the workload ${does(holds, 'run', 'runs')} ${within(leaf.limits)} instances`;
    case 'component_present':
      return `the cluster ${does(holds, 'run', 'runs')} ${leaf.component.id}${inRanges(leaf.ranges)}`;
    case 'manual':
      return holds ? 'you find it so' : 'you find it otherwise';
  }
}

function is(holds: boolean): string {
  return holds ? 'is' : 'is not';
}

function does(holds: boolean, infinitive: string, verb: string): string {
  return holds ? verb : `does not ${infinitive}`;
}

function isOneOf(holds: boolean, values: readonly string[]): string {
  const quoted = joinWords(values.map(quote), 'or');
  if (values.length > 1) return holds ? `is one of ${quoted}` : `is none of ${quoted}`;
  return `${is(holds)} ${quoted}`;
}

function quote(value: string): string {
  return `"${value}"`;
}

function keyClause(owner: string, noun: string, { key, values }: NodeKeyValue | PodKeyValue, holds: boolean): string {
  if (values.length === 0) return `${owner} ${does(holds, 'have', 'has')} the ${noun} ${key}`;
  return `${owner}'s ${noun} ${key} ${isOneOf(holds, values)}`;
}

interface Argument {
  readonly flag: string;
  readonly values: readonly string[];
}

function argumentClause({ flag, values }: Argument, holds: boolean): string {
  return `${flag} ${values.length === 0 ? `${is(holds)} given` : isOneOf(holds, values)}`;
}

/** A file that may set the same leaves an absent flag open. */
function unlessIn(configFlags: readonly string[]): string {
  return configFlags.length === 0 ? '' : ` (unknown where ${joinWords(configFlags, 'or')} names a file instead)`;
}

function amountOf({ resource, limits }: { readonly resource: 'cpu' | 'memory'; readonly limits: Limits }): string {
  return resource === 'cpu' ? `${within(limits)} cores` : `${within(limits, formatBytes)} of memory`;
}

function within({ atLeast, atMost }: Limits, format: (value: number) => string = String): string {
  if (atLeast !== undefined && atLeast === atMost) return `exactly ${format(atLeast)}`;
  return [
    ...(atLeast === undefined ? [] : [`at least ${format(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${format(atMost)}`]),
  ].join(' and ');
}

function inRanges(ranges: readonly AffectedRange[]): string {
  return ranges.length === 0 ? '' : ` in a version that is ${versionsIn(ranges)}`;
}

function versionsIn(ranges: readonly AffectedRange[]): string {
  return ranges.map(versionClause).join(' or ');
}

function versionClause(range: AffectedRange): string {
  const { introduced, fixed, lastAffected, firstReported, lastReported } = rangeTexts(range);
  const bounds = [
    ...(introduced === fromTheStart ? [] : [`at least ${introduced}`]),
    ...(fixed === null ? [] : [`below ${fixed}`]),
    ...(lastAffected === null ? [] : [`at most ${lastAffected}`]),
  ].join(' and ');
  const seen = [
    ...(firstReported === null ? [] : [`below ${firstReported}`]),
    ...(lastReported === null ? [] : [`above ${lastReported}`]),
  ].join(' and ');
  const open = firstReported !== null && firstReported === lastReported ? `except for ${firstReported}` : seen;
  const versions = introduced === lastAffected ? introduced : bounds;
  if (range.confidence === 'unknown') return `${versions === '' ? 'any' : versions} (unknown there)`;
  return `${versions === '' ? 'any' : versions}${open === '' ? '' : ` (unknown ${open})`}`;
}
