import t from 'tap';
import type { Condition } from '../../../src/core/catalog/condition.ts';
import type { ContainerInstance, Instance, NodeFacts } from '../../../src/core/inventory/inventory.ts';
import { clusterFacts } from '../../../src/core/matching/cluster-facts.ts';
import { evaluateCondition } from '../../../src/core/matching/evaluate-condition.ts';
import type { Subject } from '../../../src/core/matching/facts.ts';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { kernelScheme } from '../../../src/core/versions/kernel.ts';
import { kubernetesScheme } from '../../../src/core/versions/kubernetes.ts';
import type { AffectedRange } from '../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../src/core/versions/version-scheme.ts';
import { aContainer, aNode, anEnvironment } from '../../support/builders.ts';
import { aVersion } from '../../support/versions.ts';

type Truth = true | false | undefined;

/** What a test says of the instance and its cluster; without anything about a container it is a process on the node. */
interface Facts
  extends Partial<
    Pick<ContainerInstance, 'environment' | 'flags' | 'image' | 'reported' | 'podLabels' | 'podAnnotations'>
  > {
  readonly node?: NodeFacts;
  readonly nodes?: readonly NodeFacts[];
  readonly others?: readonly ContainerInstance[];
  readonly seesAllPods?: boolean;
}

function subject({ node, nodes = [aNode()], others = [], seesAllPods = true, ...container }: Facts): Subject {
  const pod = aContainer({ ...container, node });
  const isInPod = Object.keys(container).length > 0 || others.length > 0;
  const process: Instance = {
    kind: 'node-process',
    cluster: undefined,
    component: widget,
    version: pod.version,
    nodeName: 'node-1',
    node,
  };
  const instance = isInPod ? pod : process;
  return { instance, cluster: clusterFacts({ nodes, instances: [instance, ...others], seesAllPods }) };
}

/** From the start until `fixed`, seen up to `lastReported`. */
function range(scheme: VersionScheme, fixed: string, lastReported?: string): AffectedRange {
  return {
    introduced: undefined,
    upper: { kind: 'fixed', version: aVersion(scheme, fixed) },
    firstReported: undefined,
    confidence: 'confirmed',
    edition: undefined,
    note: undefined,
    lastReported: lastReported === undefined ? undefined : aVersion(scheme, lastReported),
  };
}

const digest = `sha256:${'0'.repeat(64)}`;
const docker = dockerTagScheme();
const kernel: Condition = { kind: 'node_kernel', ranges: [range(kernelScheme, '5.15', '5.4.302')] };
const kubelet: Condition = { kind: 'kubelet_version', ranges: [range(kubernetesScheme, 'v1.33.0')] };
const runtime: Condition = { kind: 'container_runtime', name: 'containerd', ranges: [] };
const oldRuntime: Condition = { kind: 'container_runtime', name: 'containerd', ranges: [range(docker, '1.7.0')] };
const ubuntu: Condition = { kind: 'node_os_image', values: ['Ubuntu 20.04*', 'Ubuntu 18.04*'] };
const cores: Condition = { kind: 'node_capacity', resource: 'cpu', limits: { atLeast: 96, atMost: undefined } };
const arm: Condition = { kind: 'node_architecture', architectures: ['arm64', 'arm'] };
const medium: Condition = { kind: 'node_instance_type', values: ['*.medium', 'k3s'] };
const aws: Condition = { kind: 'node_platform', platforms: ['aws'] };
const role: Condition = { kind: 'node_label', key: 'role', values: [] };
const serverRole: Condition = { kind: 'node_label', key: 'role', values: ['server', 'control'] };
const annotated: Condition = { kind: 'node_annotation', key: 'a', values: ['yes'] };
const argument: Condition = {
  kind: 'node_argument',
  annotations: ['k3s.io/node-args', 'rke2.io/node-args'],
  flag: '--off',
  values: [],
};
const mode: Condition = {
  kind: 'container_argument',
  flag: '--proxy-mode',
  values: ['ipvs'],
  configFlags: ['--config'],
};
const alpine: Condition = { kind: 'container_image', values: ['*-alpine'] };
const podLabel: Condition = { kind: 'pod_label', key: 'app', values: ['a*'] };
const podNote: Condition = { kind: 'pod_annotation', key: 'note', values: [] };
const replicated: Condition = { kind: 'workload_replicas', limits: { atLeast: 2, atMost: 3 } };
const widget = aContainer().component;
const present: Condition = { kind: 'component_present', component: widget, ranges: [] };
const oldPresent: Condition = {
  kind: 'component_present',
  component: widget,
  ranges: [range(docker, 'v1.2.0', 'v1.1.0')],
};
const variable: Condition = { kind: 'container_env', name: 'X', values: ['false', '0'] };
const three: Condition = { kind: 'cluster_nodes', withLabel: 'role', limits: { atLeast: 2, atMost: undefined } };
const manual: Condition = { kind: 'manual', check: 'look' };

const labelled = (value: string) => ({ node: aNode({ labels: new Map([['role', value]]) }) });
const args = (text: string, key = 'k3s.io/node-args') => ({ node: aNode({ annotations: new Map([[key, text]]) }) });
const nodes = (...roles: readonly boolean[]) => ({
  nodes: roles.map((has) => aNode({ labels: new Map(has ? [['role', '']] : []) })),
});

const leaves: readonly (readonly [what: string, condition: Condition, facts: Facts, truth: Truth])[] = [
  ['a label that cannot be seen', role, { node: aNode({ labels: new Map([['role', undefined]]) }) }, undefined],
  [
    'a label value that cannot be seen',
    serverRole,
    { node: aNode({ labels: new Map([['role', undefined]]) }) },
    undefined,
  ],
  [
    'an annotation that cannot be seen',
    annotated,
    { node: aNode({ annotations: new Map([['a', undefined]]) }) },
    undefined,
  ],
  ['a pod label that cannot be seen', podLabel, { podLabels: new Map([['app', undefined]]) }, undefined],
  ['a pod annotation that cannot be seen', podNote, { podAnnotations: new Map([['note', undefined]]) }, undefined],
  ['a command line that cannot be seen', mode, { flags: undefined }, undefined],
  [
    'nodes of which one may have the label',
    three,
    { nodes: ['', undefined].map((value) => aNode({ labels: new Map([['role', value]]) })) },
    undefined,
  ],
  ['an older kernel', kernel, { node: aNode({ kernelVersion: '5.4.0-177-generic' }) }, true],
  ['the last kernel before the limit', kernel, { node: aNode({ kernelVersion: '5.4.302' }) }, true],
  ['a kernel nobody looked at', kernel, { node: aNode({ kernelVersion: '5.10.0-28-cloud-amd64' }) }, undefined],
  ['the first good kernel', kernel, { node: aNode({ kernelVersion: '5.15.0' }) }, false],
  ['a newer kernel', kernel, { node: aNode({ kernelVersion: '6.8.0-1008-aws' }) }, false],
  ['a kernel that cannot be read', kernel, { node: aNode({ kernelVersion: 'windows' }) }, undefined],
  ['no kernel', kernel, { node: aNode() }, undefined],
  ['no node', kernel, {}, undefined],
  ['an older kubelet', kubelet, { node: aNode({ kubeletVersion: 'v1.32.4-eks-123' }) }, true],
  ['a newer kubelet', kubelet, { node: aNode({ kubeletVersion: 'v1.33.1+k3s1' }) }, false],
  ['a kubelet that does not say', kubelet, { node: aNode({ kubeletVersion: '' }) }, undefined],
  ['the runtime', runtime, { node: aNode({ containerRuntime: 'containerd://1.7.2' }) }, true],
  ['another runtime', runtime, { node: aNode({ containerRuntime: 'cri-o://1.29.4' }) }, false],
  ['a runtime that is not told', runtime, { node: aNode() }, undefined],
  ['a runtime in the range', oldRuntime, { node: aNode({ containerRuntime: 'containerd://1.6.20~ds1' }) }, true],
  ['a newer runtime', oldRuntime, { node: aNode({ containerRuntime: 'containerd://v2.0.4-k3s2' }) }, false],
  ['a runtime that cannot be read', oldRuntime, { node: aNode({ containerRuntime: 'containerd://dev' }) }, undefined],
  ['enough cores', cores, { node: aNode({ capacity: { cpu: 96, memory: undefined } }) }, true],
  ['fewer cores', cores, { node: aNode({ capacity: { cpu: 95.5, memory: undefined } }) }, false],
  ['a capacity that is not told', cores, { node: aNode() }, undefined],
  ['the operating system', ubuntu, { node: aNode({ osImage: 'Ubuntu 20.04.6 LTS' }) }, true],
  ['another operating system', ubuntu, { node: aNode({ osImage: 'Ubuntu 22.04.4 LTS' }) }, false],
  ['no operating system', ubuntu, { node: aNode() }, undefined],
  ['the platform', aws, { node: aNode({ providerId: 'aws:///eu-west-1a/i-0123' }) }, true],
  ['another platform', aws, { node: aNode({ providerId: 'azure:///subscriptions/x' }) }, false],
  ['no provider', aws, { node: aNode() }, undefined],
  ['a provider without a scheme', aws, { node: aNode({ providerId: 'i-0123' }) }, undefined],
  ['the architecture', arm, { node: aNode({ architecture: 'arm64' }) }, true],
  ['another architecture', arm, { node: aNode({ architecture: 'amd64' }) }, false],
  ['an architecture that is not told', arm, { node: aNode() }, undefined],
  ['the architecture of a node that was not seen', arm, {}, undefined],
  ['the instance type', medium, { node: aNode({ instanceType: 't3.medium' }) }, true],
  ['another instance type', medium, { node: aNode({ instanceType: 't3.mediumish' }) }, false],
  ['an instance type that is not told', medium, { node: aNode() }, undefined],
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
  ['the mode', mode, { flags: new Map([['proxy-mode', ['ipvs']]]) }, true],
  ['another mode', mode, { flags: new Map([['proxy-mode', ['iptables']]]) }, false],
  [
    'the mode beside a file',
    mode,
    {
      flags: new Map([
        ['proxy-mode', ['ipvs']],
        ['config', ['/x']],
      ]),
    },
    true,
  ],
  ['a mode that a file may set', mode, { flags: new Map([['config', ['/x']]]) }, undefined],
  ['a mode that nothing sets', mode, { flags: new Map() }, false],
  ['a mode that is in a variable', mode, { flags: new Map([['proxy-mode', ['$(MODE)']]]) }, undefined],
  ['a flag of a process on a node', mode, {}, undefined],
  ['the image', alpine, { image: `acme/widget:v1.1.0-alpine@sha256:${'0'.repeat(64)}` }, true],
  ['another image', alpine, { image: 'acme/widget:v1.1.0' }, false],
  ['an image without a tag', alpine, { image: 'acme/widget' }, false],
  ['an image with a port and no tag', alpine, { image: 'example.com:5000/acme/widget-alpine' }, true],
  ['an image of which only a digest is known', alpine, { image: `acme/widget@${digest}` }, undefined],
  [
    'an image whose tag the runtime reports',
    alpine,
    { image: `acme/widget@${digest}`, reported: { tag: 'v1.1.0-alpine', digest } },
    true,
  ],
  [
    'an image with a tag that moves, whose own tag the runtime reports',
    alpine,
    { image: 'acme/widget:latest', reported: { tag: 'v1.1.0-alpine', digest: undefined } },
    true,
  ],
  ['a pod label', podLabel, { podLabels: new Map([['app', 'argo']]) }, true],
  ['another pod label', podLabel, { podLabels: new Map([['app', 'flux']]) }, false],
  ['no pod label', podLabel, { podLabels: new Map() }, false],
  ['a label of no pod', podLabel, {}, undefined],
  ['a pod annotation', podNote, { podAnnotations: new Map([['note', '']]) }, true],
  ['two replicas', replicated, { others: [aContainer({ pod: 'widget-1' })] }, true],
  ['one replica', replicated, { image: 'acme/widget:v1.1.0' }, false],
  [
    'replicas of another workload',
    replicated,
    { others: [aContainer({ pod: 'other-0', workload: { kind: 'Deployment', name: 'other' } })] },
    false,
  ],
  ['replicas of a process on a node', replicated, {}, undefined],
  ['a component that runs', present, { others: [aContainer()] }, true],
  ['a component that runs in the range', oldPresent, { others: [aContainer()] }, true],
  ['enough nodes', three, nodes(true, true, false), true],
  ['too few nodes', three, nodes(true, false, false), false],
  ['a cluster whose nodes were not seen', three, nodes(), undefined],
  ['what no API shows', manual, {}, undefined],
];

function truthOf(condition: Condition, facts: Facts): Truth {
  return evaluateCondition(condition, subject(facts)).truth;
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
  t.same(evaluateCondition(condition, subject(labelled('x'))), { truth: undefined, because: 'node_kernel' });
});

t.test('another component is absent, or has a version that leaves it open', async (t) => {
  const gadget = { ...widget, id: 'gadget' };
  const onNode = {
    as: 'node-process',
    versionFrom: { field: 'kernel' },
    anyLabel: [],
    noLabel: [],
    kubeletInside: false,
    cgroup: '/x',
  } as const;
  const nodeGadget = { ...gadget, runs: onNode };
  const gadgets = (...texts: readonly string[]) =>
    texts.map((text) => aContainer({ component: gadget, version: readingOf(text) }));
  const old: Condition = { ...oldPresent, component: gadget };
  const any: Condition = { kind: 'component_present', component: gadget, ranges: [] };
  t.equal(truthOf(any, {}), false);
  t.equal(truthOf(any, { nodes: [] }), undefined, 'a cluster that was not seen');
  t.equal(truthOf(any, { seesAllPods: false }), undefined, 'it may run in a namespace that was not looked into');
  t.equal(truthOf({ ...any, component: nodeGadget }, { seesAllPods: false }), false, 'it would be on a node');
  t.equal(truthOf(any, { seesAllPods: false, others: gadgets('latest') }), true);
  t.equal(truthOf(any, { others: gadgets('latest') }), true);
  t.equal(truthOf(old, { others: gadgets('v1.2.0') }), false);
  t.equal(truthOf(old, { others: gadgets('v1.1.5') }), undefined, 'nobody has seen that version');
  t.equal(truthOf(old, { others: gadgets('v1.2.0', 'latest') }), undefined);
  t.equal(truthOf(old, { others: gadgets('latest', 'v1.0.0') }), true, 'one is enough');
});

function readingOf(text: string): ContainerInstance['version'] {
  const version = docker.parse(text);
  return version ? { ok: true, version } : { ok: false, reason: 'not_a_version', text };
}
