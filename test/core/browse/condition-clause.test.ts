import t from 'tap';
import { conditionClause } from '../../../src/core/browse/condition-clause.ts';
import type { Condition, Leaf } from '../../../src/core/catalog/condition.ts';
import { aRange, version, widget } from './widget-issues.ts';

const ranges = [aRange()];
const atLeast2 = { atLeast: 2, atMost: undefined };
const flag = { flag: '--mode', configFlags: [] };

const leaves: readonly (readonly [Leaf, string, string])[] = [
  [
    { kind: 'node_kernel', ranges },
    "the node's kernel is at least v1.0.0 and below v1.2.0",
    "the node's kernel is not at least v1.0.0 and below v1.2.0",
  ],
  [
    { kind: 'kubelet_version', ranges: [aRange({ introduced: undefined })] },
    "the node's kubelet is below v1.2.0",
    "the node's kubelet is not below v1.2.0",
  ],
  [
    { kind: 'container_runtime', name: 'containerd', ranges: [] },
    'the node runs containerd',
    'the node does not run containerd',
  ],
  [
    { kind: 'container_runtime', name: 'containerd', ranges: [aRange({ upper: undefined })] },
    'the node runs containerd in a version that is at least v1.0.0',
    'the node does not run containerd in a version that is at least v1.0.0',
  ],
  [
    { kind: 'node_os_image', values: ['Ubuntu 20.04*'] },
    'the node\'s osImage is "Ubuntu 20.04*"',
    'the node\'s osImage is not "Ubuntu 20.04*"',
  ],
  [
    { kind: 'node_platform', platforms: ['aws', 'gce'] },
    "the node's providerID begins with aws:// or gce://",
    "the node's providerID does not begin with aws:// or gce://",
  ],
  [
    { kind: 'node_architecture', architectures: ['arm64'] },
    'the node\'s architecture is "arm64"',
    'the node\'s architecture is not "arm64"',
  ],
  [
    { kind: 'node_instance_type', values: ['*.medium', 'k3s'] },
    'the node\'s instance type is one of "*.medium" or "k3s"',
    'the node\'s instance type is none of "*.medium" or "k3s"',
  ],
  [
    { kind: 'node_capacity', resource: 'cpu', limits: { atLeast: 2, atMost: 8 } },
    'the node has at least 2 and at most 8 cores',
    'the node does not have at least 2 and at most 8 cores',
  ],
  [
    { kind: 'node_capacity', resource: 'memory', limits: { atLeast: undefined, atMost: 5_368_709_120 } },
    'the node has at most 5 GiB of memory',
    'the node does not have at most 5 GiB of memory',
  ],
  [
    { kind: 'node_label', key: 'role', values: [] },
    'the node has the label role',
    'the node does not have the label role',
  ],
  [
    { kind: 'node_annotation', key: 'role', values: ['a', 'b', 'c'] },
    'the node\'s annotation role is one of "a", "b" or "c"',
    'the node\'s annotation role is none of "a", "b" or "c"',
  ],
  [{ kind: 'pod_label', key: 'app', values: ['a'] }, 'the pod\'s label app is "a"', 'the pod\'s label app is not "a"'],
  [
    { kind: 'pod_annotation', key: 'app', values: [] },
    'the pod has the annotation app',
    'the pod does not have the annotation app',
  ],
  [
    { kind: 'node_argument', annotations: ['k3s.io/node-args', 'rke2.io/node-args'], flag: '--mode', values: [] },
    "--mode is given in the node's annotation k3s.io/node-args or rke2.io/node-args",
    "--mode is not given in the node's annotation k3s.io/node-args or rke2.io/node-args",
  ],
  [
    { kind: 'container_argument', ...flag, values: ['x'] },
    '--mode is "x" in the container\'s arguments',
    '--mode is not "x" in the container\'s arguments',
  ],
  [
    { kind: 'container_argument', ...flag, values: [], configFlags: ['--config'] },
    "--mode is given in the container's arguments (unknown where --config names a file instead)",
    "--mode is not given in the container's arguments (unknown where --config names a file instead)",
  ],
  [
    { kind: 'container_env', name: 'MODE', values: ['x', 'y'] },
    'the container\'s variable MODE is one of "x" or "y"',
    'the container\'s variable MODE is none of "x" or "y"',
  ],
  [{ kind: 'container_image', values: ['*-alpine'] }, 'the image is "*-alpine"', 'the image is not "*-alpine"'],
  [
    { kind: 'cluster_nodes', withLabel: undefined, limits: atLeast2 },
    'the cluster has at least 2 nodes',
    'the cluster does not have at least 2 nodes',
  ],
  [
    { kind: 'cluster_nodes', withLabel: 'role', limits: { atLeast: 3, atMost: 3 } },
    'the cluster has exactly 3 nodes with the label role',
    'the cluster does not have exactly 3 nodes with the label role',
  ],
  [
    { kind: 'workload_replicas', limits: atLeast2 },
    'the workload runs at least 2 instances',
    'the workload does not run at least 2 instances',
  ],
  [
    { kind: 'component_present', component: widget, ranges: [] },
    'the cluster runs widget',
    'the cluster does not run widget',
  ],
  [{ kind: 'manual', check: 'Look at it.' }, 'you find it so', 'you find it otherwise'],
];

for (const [leaf, clause, negated] of leaves) {
  t.test(`${clause}, or not`, async (t) => {
    t.equal(conditionClause(leaf), clause);
    t.equal(conditionClause({ kind: 'not', of: leaf }), negated);
    t.equal(conditionClause({ kind: 'not', of: { kind: 'not', of: leaf } }), clause);
  });
}

const lastAffected = { kind: 'lastAffected', version: version('v1.0.0') } as const;

for (const [range, clause] of [
  [aRange({ upper: lastAffected }), 'v1.0.0'],
  [aRange({ introduced: undefined, upper: lastAffected }), 'at most v1.0.0'],
  [aRange({ introduced: undefined, upper: undefined }), 'any'],
  [aRange({ lastReported: version('v1.1.0') }), 'at least v1.0.0 and below v1.2.0 (unknown above v1.1.0)'],
  [aRange({ upper: undefined, firstReported: version('v1.1.0') }), 'at least v1.0.0 (unknown below v1.1.0)'],
  [
    aRange({ introduced: undefined, firstReported: version('v0.9.0'), lastReported: version('v1.1.0') }),
    'below v1.2.0 (unknown below v0.9.0 and above v1.1.0)',
  ],
  [
    aRange({ introduced: undefined, firstReported: version('v1.1.0'), lastReported: version('v1.1.0') }),
    'below v1.2.0 (unknown except for v1.1.0)',
  ],
] as const) {
  t.test(`a kernel can be ${clause}`, async (t) => {
    t.equal(conditionClause({ kind: 'node_kernel', ranges: [range] }), `the node's kernel is ${clause}`);
  });
}

t.test('several ranges are joined by or', async (t) => {
  const condition: Condition = {
    kind: 'node_kernel',
    ranges: [aRange({ upper: lastAffected }), aRange({ introduced: undefined })],
  };
  t.equal(conditionClause(condition), "the node's kernel is v1.0.0 or below v1.2.0");
});

const a: Condition = { kind: 'node_label', key: 'a', values: [] };
const b: Condition = { kind: 'node_label', key: 'b', values: [] };
const has = 'the node has the label';
const hasNot = 'the node does not have the label';

t.test('parts are joined, and what has parts itself stands in brackets', async (t) => {
  const condition: Condition = { kind: 'any', of: [a, { kind: 'all', of: [a, b] }] };
  t.equal(conditionClause(condition), `${has} a or (${has} a and ${has} b)`);
});

t.test('a negation turns and into or, and or into and', async (t) => {
  const condition: Condition = { kind: 'any', of: [a, { kind: 'not', of: { kind: 'all', of: [a, b] } }] };
  t.equal(conditionClause(condition), `${has} a or (${hasNot} a or ${hasNot} b)`);
  t.equal(conditionClause({ kind: 'not', of: condition }), `${hasNot} a and (${has} a and ${has} b)`);
});

t.test('a single part needs no brackets', async (t) => {
  t.equal(conditionClause({ kind: 'any', of: [{ kind: 'all', of: [a] }, b] }), `${has} a or ${has} b`);
});
