import type { Condition, Leaf, LeafKind, Limits } from '../catalog/condition.ts';
import { flagName } from '../catalog/condition.ts';
import { parseArguments, readFlags } from '../inventory/container-flags.ts';
import { matchesGlob } from '../text/glob.ts';
import { runtimeScheme } from '../versions/container-runtime.ts';
import { kernelScheme } from '../versions/kernel.ts';
import { kubernetesScheme } from '../versions/kubernetes.ts';
import { type AffectedRange, anyRangeCovers } from '../versions/version-range.ts';
import type { VersionScheme } from '../versions/version-scheme.ts';
import { type Fact, factOf, factSeparator, type Subject } from './facts.ts';

export type Answer =
  | { readonly truth: true }
  | { readonly truth: false }
  /** `because` names the first fact that could not be seen. */
  | { readonly truth: undefined; readonly because: LeafKind };

const yes: Answer = { truth: true };
const no: Answer = { truth: false };

/** Three-valued: true, false, or unknown. False wins over unknown in `all`, true wins over it in `any` (Kleene's logic). */
export function evaluateCondition(condition: Condition, subject: Subject): Answer {
  switch (condition.kind) {
    case 'all':
      return combine(condition.of, subject, false);
    case 'any':
      return combine(condition.of, subject, true);
    case 'not': {
      const answer = evaluateCondition(condition.of, subject);
      return answer.truth === undefined ? answer : truth(!answer.truth);
    }
    default: {
      const value = evaluateLeaf(condition, factOf(condition, subject));
      return value === undefined ? { truth: undefined, because: condition.kind } : truth(value);
    }
  }
}

/** `deciding` is the truth that settles the whole when any part has it. */
function combine(conditions: readonly Condition[], subject: Subject, deciding: boolean): Answer {
  let unknown: Answer | undefined;
  for (const condition of conditions) {
    const answer = evaluateCondition(condition, subject);
    if (answer.truth === deciding) return answer;
    if (answer.truth === undefined) unknown ??= answer;
  }
  return unknown ?? truth(!deciding);
}

function truth(value: boolean): Answer {
  return value ? yes : no;
}

function evaluateLeaf(leaf: Leaf, fact: Fact): boolean | undefined {
  if (fact === undefined) return undefined;
  switch (leaf.kind) {
    case 'node_kernel':
      return isInRange(leaf.ranges, kernelScheme, fact);
    case 'kubelet_version':
      return isInRange(leaf.ranges, kubernetesScheme, fact);
    case 'container_runtime':
      return fact !== null && (leaf.ranges.length === 0 || isInRange(leaf.ranges, runtimeScheme, fact));
    case 'node_platform':
      return fact !== null && leaf.platforms.includes(fact);
    case 'node_architecture':
      return fact !== null && leaf.architectures.includes(fact);
    case 'node_capacity':
    case 'cluster_nodes':
    case 'workload_replicas':
      return isWithin(leaf.limits, Number(fact));
    case 'node_os_image':
    case 'node_instance_type':
    case 'container_image':
    case 'node_label':
    case 'node_annotation':
    case 'pod_label':
    case 'pod_annotation':
      return fact !== null && isOneOf(leaf.values, fact);
    case 'node_argument':
      return fact === null ? undefined : hasNodeArgument(leaf.flag, leaf.values, fact);
    case 'container_argument':
      return fact !== null && hasValue(leaf.values, fact.split(factSeparator));
    case 'container_env':
      return (
        fact !== null &&
        isOneOf(
          leaf.values.map((value) => value.toLowerCase()),
          fact.toLowerCase(),
        )
      );
    case 'component_present':
      return fact === null ? false : isPresent(leaf.component.scheme, leaf.ranges, fact.split(factSeparator));
    case 'manual':
      return undefined;
  }
}

function isInRange(ranges: readonly AffectedRange[], scheme: VersionScheme, fact: Fact): boolean | undefined {
  const version = scheme.parse(fact ?? '');
  return version && anyRangeCovers(ranges, version);
}

function isWithin({ atLeast, atMost }: Limits, value: number): boolean {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

/** No value asked for: that there is one is enough. */
function isOneOf(values: readonly string[], fact: string): boolean {
  return values.length === 0 || values.some((value) => matchesGlob(value, fact));
}

/** The annotation is a JSON list in which a flag's value, if any, is the next entry or behind `=`. One that is not tells nothing. */
function hasNodeArgument(flag: string, values: readonly string[], annotation: string): boolean | undefined {
  const args = parseArguments(annotation);
  if (!args) return undefined;
  const name = flagName(flag);
  const given = readFlags(args, new Set([name])).get(name);
  return given !== undefined && hasValue(values, given);
}

/** With no value asked for, any but `false` says that the flag is on. */
function hasValue(values: readonly string[], given: readonly string[]): boolean {
  return given.some((value) => (values.length === 0 ? value !== 'false' : isOneOf(values, value)));
}

/** One version in the ranges is enough; else one that cannot be read, or that nobody has seen, leaves it open. */
function isPresent(
  scheme: VersionScheme,
  ranges: readonly AffectedRange[],
  texts: readonly string[],
): boolean | undefined {
  if (ranges.length === 0) return true;
  const answers = texts.map((text) => isInRange(ranges, scheme, text));
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}
