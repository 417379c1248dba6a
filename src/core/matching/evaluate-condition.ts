import type {
  ClusterNodes,
  Condition,
  Leaf,
  LeafKind,
  NodeArgument,
  NodeKernel,
  NodeKeyValue,
} from '../catalog/condition.ts';
import type { Environment, Inventory, NodeFacts } from '../inventory/inventory.ts';
import { kernelScheme } from '../versions/kernel.ts';
import { compareVersions } from '../versions/version.ts';

/** What a condition can be decided on. */
export interface ConditionFacts {
  /** `undefined` when the node was not seen. */
  readonly node: NodeFacts | undefined;
  /** `undefined` for a process on the node. */
  readonly environment: Environment | undefined;
  readonly cluster: Pick<Inventory, 'nodes'>;
}

export type Answer =
  | { readonly truth: true }
  | { readonly truth: false }
  /** `because` names the first fact that could not be seen. */
  | { readonly truth: undefined; readonly because: LeafKind };

const yes: Answer = { truth: true };
const no: Answer = { truth: false };

/** Three-valued: true, false, or unknown. False wins over unknown in `all`, true wins over it in `any` (Kleene's logic). */
export function evaluateCondition(condition: Condition, facts: ConditionFacts): Answer {
  switch (condition.kind) {
    case 'all':
      return combine(condition.of, facts, false);
    case 'any':
      return combine(condition.of, facts, true);
    case 'not': {
      const answer = evaluateCondition(condition.of, facts);
      return answer.truth === undefined ? answer : truth(!answer.truth);
    }
    default:
      return answerOf(condition.kind, evaluateLeaf(condition, facts));
  }
}

/** `deciding` is the truth that settles the whole when any part has it. */
function combine(conditions: readonly Condition[], facts: ConditionFacts, deciding: boolean): Answer {
  let unknown: Answer | undefined;
  for (const condition of conditions) {
    const answer = evaluateCondition(condition, facts);
    if (answer.truth === deciding) return answer;
    if (answer.truth === undefined) unknown ??= answer;
  }
  return unknown ?? truth(!deciding);
}

function truth(value: boolean): Answer {
  return value ? yes : no;
}

function answerOf(kind: LeafKind, value: boolean | undefined): Answer {
  return value === undefined ? { truth: undefined, because: kind } : truth(value);
}

function evaluateLeaf(leaf: Leaf, { node, environment, cluster }: ConditionFacts): boolean | undefined {
  switch (leaf.kind) {
    case 'node_kernel':
      return kernelIsAffected(leaf, node?.kernelVersion);
    case 'node_os_image':
      return node?.osImage === undefined ? undefined : leaf.prefixes.some((prefix) => node.osImage?.startsWith(prefix));
    case 'node_platform':
      return platformOf(node) === undefined ? undefined : leaf.platforms.includes(platformOf(node) ?? '');
    case 'node_label':
      return node && hasKeyValue(leaf, node.labels);
    case 'node_annotation':
      return node && hasKeyValue(leaf, node.annotations);
    case 'node_argument':
      return node && hasArgument(leaf, node.annotations);
    case 'container_env':
      return environment && hasVariable(leaf.name, leaf.values, environment);
    case 'cluster_nodes':
      return hasNodes(leaf, cluster.nodes);
    case 'manual':
      return undefined;
  }
}

function kernelIsAffected(
  { affectedBefore, unaffectedFrom }: NodeKernel,
  text: string | undefined,
): boolean | undefined {
  const kernel = text === undefined ? undefined : kernelScheme.parse(text);
  if (!kernel) return undefined;
  if (compareVersions(kernel, affectedBefore) < 0) return true;
  if (compareVersions(kernel, unaffectedFrom) >= 0) return false;
  return undefined;
}

/** A cluster without a node was not seen. */
function hasNodes({ withLabel, atLeast }: ClusterNodes, nodes: readonly NodeFacts[]): boolean | undefined {
  if (nodes.length === 0) return undefined;
  return nodes.filter(({ labels }) => withLabel === undefined || labels.has(withLabel)).length >= atLeast;
}

/** `aws` in `aws:///eu-west-1a/i-0123`. */
function platformOf(node: NodeFacts | undefined): string | undefined {
  return node?.providerId === undefined
    ? undefined
    : /^(?<scheme>[a-z0-9.+-]+):\/\//i.exec(node.providerId)?.groups?.['scheme'];
}

function hasKeyValue({ key, values }: NodeKeyValue, all: ReadonlyMap<string, string>): boolean {
  const value = all.get(key);
  return value !== undefined && (values.length === 0 || values.includes(value));
}

/** The annotation is a JSON list in which a flag's value, if any, is the next entry or behind `=`. */
function hasArgument({ annotations, flag }: NodeArgument, all: ReadonlyMap<string, string>): boolean | undefined {
  const text = annotations.map((key) => all.get(key)).find((value) => value !== undefined);
  const args = text === undefined ? undefined : parseArguments(text);
  if (!args) return undefined;
  return args.some(
    (arg, index) =>
      (arg === flag && args[index + 1] !== 'false') || (arg.startsWith(`${flag}=`) && arg !== `${flag}=false`),
  );
}

function parseArguments(text: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((arg) => typeof arg === 'string') ? parsed : undefined;
  } catch {
    return undefined; // an annotation that is not JSON tells nothing
  }
}

function hasVariable(
  name: string,
  values: readonly string[],
  { values: all, mayHaveMore }: Environment,
): boolean | undefined {
  if (!all.has(name)) return mayHaveMore ? undefined : false;
  const value = all.get(name);
  return value === undefined ? undefined : values.includes(value.toLowerCase());
}
