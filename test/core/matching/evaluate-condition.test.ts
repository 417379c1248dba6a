import t from 'tap';
import type { Condition } from '../../../src/core/catalog/condition.ts';
import { type ConditionFacts, evaluateCondition } from '../../../src/core/matching/evaluate-condition.ts';
import { kernelScheme } from '../../../src/core/versions/kernel.ts';
import { aNode, anEnvironment } from '../../support/builders.ts';
import { aVersion } from '../../support/versions.ts';

type Truth = true | false | undefined;

const kernel: Condition = {
  kind: 'node_kernel',
  affectedBefore: aVersion(kernelScheme, '5.5'),
  unaffectedFrom: aVersion(kernelScheme, '5.15'),
};
const ubuntu: Condition = { kind: 'node_os_image', prefixes: ['Ubuntu 20.04', 'Ubuntu 18.04'] };
const aws: Condition = { kind: 'node_platform', platforms: ['aws'] };
const role: Condition = { kind: 'node_label', key: 'role', values: [] };
const serverRole: Condition = { kind: 'node_label', key: 'role', values: ['server', 'control'] };
const annotated: Condition = { kind: 'node_annotation', key: 'a', values: ['yes'] };
const argument: Condition = {
  kind: 'node_argument',
  annotations: ['k3s.io/node-args', 'rke2.io/node-args'],
  flag: '--off',
};
const variable: Condition = { kind: 'container_env', name: 'X', values: ['false', '0'] };
const three: Condition = { kind: 'cluster_nodes', withLabel: 'role', atLeast: 2 };
const manual: Condition = { kind: 'manual', check: 'look' };

const labelled = (value: string) => ({ node: aNode({ labels: new Map([['role', value]]) }) });
const args = (text: string, key = 'k3s.io/node-args') => ({ node: aNode({ annotations: new Map([[key, text]]) }) });
const nodes = (...roles: readonly boolean[]) => ({
  cluster: { nodes: roles.map((has) => aNode({ labels: new Map(has ? [['role', '']] : []) })) },
});

const leaves: readonly (readonly [what: string, condition: Condition, facts: Partial<ConditionFacts>, truth: Truth])[] =
  [
    ['an older kernel', kernel, { node: aNode({ kernelVersion: '5.4.0-177-generic' }) }, true],
    ['the last kernel before the limit', kernel, { node: aNode({ kernelVersion: '5.4.302' }) }, true],
    ['a kernel nobody looked at', kernel, { node: aNode({ kernelVersion: '5.10.0-28-cloud-amd64' }) }, undefined],
    ['the first good kernel', kernel, { node: aNode({ kernelVersion: '5.15.0' }) }, false],
    ['a newer kernel', kernel, { node: aNode({ kernelVersion: '6.8.0-1008-aws' }) }, false],
    ['a kernel that cannot be read', kernel, { node: aNode({ kernelVersion: 'windows' }) }, undefined],
    ['no kernel', kernel, { node: aNode() }, undefined],
    ['no node', kernel, {}, undefined],
    ['the operating system', ubuntu, { node: aNode({ osImage: 'Ubuntu 20.04.6 LTS' }) }, true],
    ['another operating system', ubuntu, { node: aNode({ osImage: 'Ubuntu 22.04.4 LTS' }) }, false],
    ['no operating system', ubuntu, { node: aNode() }, undefined],
    ['the platform', aws, { node: aNode({ providerId: 'aws:///eu-west-1a/i-0123' }) }, true],
    ['another platform', aws, { node: aNode({ providerId: 'azure:///subscriptions/x' }) }, false],
    ['no provider', aws, { node: aNode() }, undefined],
    ['a provider without a scheme', aws, { node: aNode({ providerId: 'i-0123' }) }, undefined],
    ['a label that exists', role, labelled('anything'), true],
    ['a label that is missing', role, { node: aNode() }, false],
    ['a label of a node that was not seen', role, {}, undefined],
    ['a label with one of the values', serverRole, labelled('control'), true],
    ['a label with another value', serverRole, labelled('agent'), false],
    ['an annotation', annotated, { node: aNode({ annotations: new Map([['a', 'yes']]) }) }, true],
    ['a flag', argument, args('["server","--off"]'), true],
    ['a flag with a value', argument, args('["server","--off=true"]'), true],
    ['a flag that is switched off', argument, args('["server","--off=false"]'), false],
    ['a flag that the next word switches off', argument, args('["server","--off","false"]'), false],
    ['a flag that only begins alike', argument, args('["server","--offline"]'), false],
    ['a flag under the second annotation', argument, args('["server","--off"]', 'rke2.io/node-args'), true],
    ['arguments that are not there', argument, { node: aNode() }, undefined],
    ['arguments that are not JSON', argument, args('server --off'), undefined],
    ['arguments that are no list of texts', argument, args('[1]'), undefined],
    ['a variable with the value', variable, { environment: anEnvironment({ X: 'FALSE' }) }, true],
    ['a variable with another value', variable, { environment: anEnvironment({ X: 'true' }) }, false],
    ['a variable that is not set', variable, { environment: anEnvironment() }, false],
    ['a variable from elsewhere', variable, { environment: anEnvironment({ X: undefined }) }, undefined],
    ['a variable that a ConfigMap may set', variable, { environment: anEnvironment({}, true) }, undefined],
    ['a variable of a process on a node', variable, {}, undefined],
    ['enough nodes', three, nodes(true, true, false), true],
    ['too few nodes', three, nodes(true, false, false), false],
    ['a cluster whose nodes were not seen', three, nodes(), undefined],
    ['what no API shows', manual, {}, undefined],
  ];

function truthOf(condition: Condition, facts: Partial<ConditionFacts>): Truth {
  return evaluateCondition(condition, {
    node: undefined,
    environment: undefined,
    cluster: { nodes: [aNode()] },
    ...facts,
  }).truth;
}

for (const [what, condition, facts, truth] of leaves) {
  t.test(`${condition.kind}: ${what} is ${truth ?? 'unknown'}`, async (t) => t.equal(truthOf(condition, facts), truth));
}

// Leaves of each truth, for the tables of Kleene's logic.
const leafOf = new Map<Truth, Condition>([
  [true, role],
  [false, serverRole],
  [undefined, manual],
]);
const truths: readonly Truth[] = [true, false, undefined];

function leaf(truth: Truth): Condition {
  const condition = leafOf.get(truth);
  if (!condition) throw new Error('no leaf of this truth');
  return condition;
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

const invert = (a: Truth): Truth => (a === undefined ? undefined : !a);

for (const a of truths) {
  t.test(`not ${a ?? 'unknown'}`, async (t) => {
    t.equal(truthOf({ kind: 'not', of: leaf(a) }, labelled('x')), invert(a));
  });
  for (const b of truths) {
    t.test(`all and any of ${a ?? 'unknown'} and ${b ?? 'unknown'}`, async (t) => {
      const of = [leaf(a), leaf(b)];
      t.equal(truthOf({ kind: 'all', of }, labelled('x')), both(a, b));
      t.equal(truthOf({ kind: 'any', of }, labelled('x')), invert(both(invert(a), invert(b))));
    });
  }
}

t.test('an unknown answer names the first fact that cannot be seen', async (t) => {
  const condition: Condition = { kind: 'all', of: [role, { kind: 'not', of: kernel }, manual] };
  const facts = { node: labelled('x').node, environment: undefined, cluster: { nodes: [] } };
  t.same(evaluateCondition(condition, facts), { truth: undefined, because: 'node_kernel' });
});
