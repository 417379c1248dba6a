import t from 'tap';
import { issueEntry } from '../../../src/core/catalog/issue-entry.ts';
import type { KnownIssue } from '../../../src/core/catalog/known-issue.ts';
import type { Component } from '../../../src/core/components/component.ts';
import { builtInCatalog } from '../../support/built-in.ts';
import { rightIssue } from '../../support/catalogs.ts';
import { versionOf } from './osv-evaluation.ts';
import type { OsvAffected, OsvDocument, OsvRange } from './osv-schema.ts';
import { aCatalog, exported } from './small-catalog.ts';

const { catalog } = await builtInCatalog();

/** The catalog file that an OSV record was written from, but for its examples, its tests of itself. */
function asWritten({ database_specific: own, ...record }: OsvDocument, { examples }: KnownIssue) {
  const { tickets = [], ...same } = own as { readonly tickets?: readonly string[] };
  return {
    ...same,
    id: record.id.replace('x_plimsoll-', ''),
    summary: record.summary,
    details: record.details.split('\n\n### ')[0],
    published: record.published?.slice(0, 10),
    modified: record.modified.slice(0, 10),
    withdrawn: record.withdrawn?.slice(0, 10),
    aliases: [...tickets, ...(record.aliases ?? [])],
    related: record.related?.map((id) => id.replace('x_plimsoll-', '')),
    affected: record.affected.map(asAffected),
    examples: { affected: [{ kubelet: 'v1.0.0' }], unaffected: examples.unaffected.map(() => ({ kubelet: 'v1.0.0' })) },
  };
}

function asAffected({ ranges = [], database_specific: own = {} }: OsvAffected) {
  const described = ranges.filter((range) => range.database_specific !== undefined);
  const single = ranges.filter((range) => range.database_specific === undefined);
  return {
    component: own['component'],
    ranges: described.map(asRange),
    versions: single.flatMap(({ events }) => events.slice(0, 1).map(versionOf)),
    partial_fixes: own['partial_fixes'],
  };
}

function asRange({ events, database_specific }: OsvRange) {
  return { ...Object.assign({}, ...events), ...database_specific };
}

/** What makes two issues the same: all but how a version is spelled, the examples, and that a relation is symmetric. */
function comparable({ examples, related, details, aliases, ...issue }: KnownIssue): unknown {
  const text = JSON.stringify({ ...issue, aliases: [...aliases].sort() }, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('prerelease' in value) return { ...value, text: undefined };
    return 'scheme' in value && 'id' in value ? value.id : value;
  });
  return JSON.parse(text);
}

function readBack(record: OsvDocument, issue: KnownIssue, components: readonly Component[]): KnownIssue {
  const byId = new Map(components.map((component) => [component.id, component]));
  return issueEntry({ byId, broken: new Set() }).parse(asWritten(record, issue));
}

t.test('an OSV record holds all that the catalog knows: it reads back as the same issue', async (t) => {
  for (const [index, record] of exported(catalog).entries()) {
    const issue = catalog.issues[index]!;
    t.same(comparable(readBack(record, issue, catalog.components)), comparable(issue), record.id);
  }
});

t.test('every test that a condition can have is written as in a catalog file', async (t) => {
  const tests = [
    'node_kernel: {ranges: [{introduced: "5.4", fixed: "5.15", first_reported: "5.5", last_reported: "5.10"}]}',
    'kubelet_version: {ranges: [{introduced: "0", last_affected: v1.30.2}]}',
    'container_runtime: {name: containerd, ranges: [{introduced: 1.7.0}]}',
    'container_runtime: {name: cri-o}',
    'node_os_image: {values: [Ubuntu 20.04*]}',
    'node_platform: [aws, azure]',
    'node_architecture: [amd64, arm64]',
    'node_instance_type: {values: ["*.medium"]}',
    'node_capacity: {resource: cpu, at_least: 2, at_most: 64}',
    'node_label: {key: a, values: [b]}',
    'node_annotation: {key: a}',
    'pod_label: {key: a}',
    'pod_annotation: {key: a, values: [b]}',
    'node_argument: {annotations: [k3s.io/node-args], flag: --a, values: [b]}',
    'node_argument: {annotations: [k3s.io/node-args], flag: --a}',
    'container_argument: {flag: --a, values: [b], config_flags: [--config]}',
    'container_argument: {flag: --a}',
    'container_env: {name: A, values: [b]}',
    'container_image: {values: ["*-alpine"]}',
    'cluster_nodes: {with_label: a, at_least: 2}',
    'cluster_nodes: {at_most: 9}',
    'workload_replicas: {at_least: 2, at_most: 3}',
    'component_present: {component: widget, ranges: [{introduced: v1.0.0, fixed: v1.1.0}]}',
    'component_present: {component: widget}',
    'manual: look',
    'all: [{manual: look}, {any: [{manual: and}, {not: {manual: listen}}]}]',
  ];
  const conditions = tests.map((test) => `  - {text: it is so, when: {${test}}}\n`).join('');
  const small = aCatalog({
    issues: [
      rightIssue
        .replace('conditions:\n', `conditions:\n${conditions}`)
        .replace('kernel: 5.4.0-1-generic}\n  unaffected', 'kernel: 5.4.0-1-generic}\n  unaffected'),
    ],
  });
  const issue = small.issues[0]!;
  t.equal(issue.conditions.length, tests.length + 1);
  const [record] = exported(small);
  t.same(comparable(readBack(record!, issue, small.components)), comparable(issue));
});

t.test('every shape of a figure is written as in a catalog file', async (t) => {
  const source = 'context: idle, evidence: reported, source: "https://example.com/1"';
  const figures = `observed:
  - {min: 1, max: 2, unit: cores, per: node, component: widget, ${source}}
  - {min: 3, unit: percent, per: cluster, ${source}}
observed_factors:
  - {factor: 10, ${source}}
  - {max: 4, resource: memory, ${source}}
observed_growth:
  - {from: 1, to: 3, unit: bytes, per: pod, over: 36h, ${source}}
  - {by: 5, unit: bytes, per: pod, ${source}}
`;
  const small = aCatalog({ issues: [rightIssue + figures] });
  const issue = small.issues[0]!;
  t.equal(issue.observedGrowth.length, 2);
  const record = exported(small)[0]!;
  t.same(comparable(readBack(record, issue, small.components)), comparable(issue));
  t.match(record.database_specific, {
    expected: [{ value: 0.1 }],
    observed: [{ min: 1, max: 2 }, { min: 3 }],
    observed_factors: [{ factor: 10 }, { max: 4 }],
    observed_growth: [{ from: 1, to: 3, over: '1d12h' }, { by: 5 }],
  });
});
