import t from 'tap';
import { type Catalog, createCatalog } from '../../../../src/core/catalog/catalog.ts';
import type { Condition, Leaf } from '../../../../src/core/catalog/condition.ts';
import type { Affected, KnownIssue } from '../../../../src/core/catalog/known-issue.ts';
import type { Component, ContainerRuntime } from '../../../../src/core/components/component.ts';
import type { Inventory } from '../../../../src/core/inventory/inventory.ts';
import { type Exposure, matchInventory } from '../../../../src/core/matching/match.ts';
import { chooseIssues } from '../../../../src/core/rules/choose-issues.ts';
import { defaultRuleSettings } from '../../../../src/core/rules/rule-settings.ts';
import { seriesText } from '../../../../src/core/rules/tests/promtool-test.ts';
import { toYaml } from '../../../../src/core/text/to-yaml.ts';
import { dockerTagScheme as docker } from '../../../../src/core/versions/docker-tag.ts';
import { kernelScheme } from '../../../../src/core/versions/kernel.ts';
import { kubernetesScheme } from '../../../../src/core/versions/kubernetes.ts';
import { k3sScheme } from '../../../../src/core/versions/kubernetes-distribution.ts';
import { semverScheme } from '../../../../src/core/versions/semver.ts';
import type { AffectedRange } from '../../../../src/core/versions/version-range.ts';
import type { VersionScheme } from '../../../../src/core/versions/version-scheme.ts';
import { artefactsOf, builtInCatalog } from '../../../support/built-in.ts';
import { createDice, type Dice } from '../../../support/dice.ts';
import { kubeStateMetrics } from '../../../support/fake-prometheus/kube-state-metrics.ts';
import { inventoryOf, readDirectly } from '../../../support/fake-prometheus/read-directly.ts';
import { type FakeSeries, withLabels } from '../../../support/fake-prometheus/series.ts';
import { promtool, writeArtefacts } from '../../../support/promtool.ts';
import { type Drawer, randomCluster } from '../../../support/random-cluster.ts';
import { needs } from '../../../support/tools.ts';
import { aVersion } from '../../../support/versions.ts';

/** The rules and the matcher get the same facts, and must say the same: who runs what, and what it is exposed to. */

const { catalog: builtIn } = await builtInCatalog();
const settings = { ...defaultRuleSettings, inventoryFrom: 'kube-state-metrics' } as const;

/** What to give everything that is drawn, so that clusters differ in what the series show. */
const shown = [[], ['*'], ['*'], ['example.com/gpu', 'app', 'example.com/note', 'kubernetes.io/arch']] as const;

function randomClusters(dice: Dice, count: number, drawer: Drawer): readonly FakeSeries[] {
  return Array.from({ length: count }, (_, index) => {
    const options = { labels: dice.pick(shown), annotations: dice.pick([[], ['*'], ['example.com/mode']]) };
    const series = kubeStateMetrics(randomCluster(dice, drawer), options);
    return withLabels(series, { cluster: `c${index}`, job: 'kube-state-metrics' });
  }).flat();
}

/** Labels of every series that the rules should record, as the source and the matcher see it. */
function expected(inventory: Inventory, exposures: readonly Exposure[], ruled: ReadonlySet<string>) {
  const containers: string[] = [];
  const nodes: string[] = [];
  const inContainers: string[] = [];
  const onNodes: string[] = [];
  for (const instance of inventory.instances) {
    const { cluster = '', component, version: reading, nodeName: node } = instance;
    const version = reading.ok ? reading.version.text : '';
    if (instance.kind === 'node-process') {
      nodes.push(labels({ cluster, node, component: component.id, version }));
      continue;
    }
    const { namespace, pod, container, workload } = instance;
    const owner = { workload_kind: workload.kind, workload: workload.name };
    containers.push(labels({ cluster, namespace, ...owner, pod, container, node, component: component.id, version }));
  }
  for (const { instance, issue, version, state } of exposures) {
    if (!ruled.has(issue.id)) continue;
    const { cluster = '', component, nodeName: node } = instance;
    const of = { component: component.id, version: version.text, issue: issue.id, exposure: state };
    if (instance.kind === 'node-process') onNodes.push(labels({ cluster, node, ...of }));
    else {
      const { namespace, pod, container } = instance;
      inContainers.push(labels({ cluster, namespace, pod, container, ...of }));
    }
  }
  return {
    'cluster_namespace_pod_container:plimsoll_component_info:latest': containers,
    'cluster_node:plimsoll_node_component_info:latest': nodes,
    'cluster_namespace_pod_container:plimsoll_known_issue:max': inContainers,
    'cluster_node:plimsoll_known_issue:max': onNodes,
    'count by (image_spec, container) (image_container:plimsoll_component_info:group) > 1': [],
  };
}

function labels(all: Readonly<Record<string, string>>): string {
  return seriesText('', all);
}

async function compare(
  t: { readonly testdir: () => string; readonly equal: (a: unknown, b: unknown, message: string) => boolean },
  catalog: Catalog,
  series: readonly FakeSeries[],
): Promise<readonly Exposure[]> {
  const inventory = inventoryOf(readDirectly(series, catalog, { clusterLabel: 'cluster', clusters: [] }), catalog);
  const exposures = matchInventory(inventory, catalog);
  const ruled = new Set(chooseIssues(catalog, settings).ruled.map(({ issue }) => issue.id));
  const wanted = expected(inventory, exposures, ruled);
  const artefacts = (await artefactsOf(catalog, settings)).filter(({ path }) =>
    /^rules\/(?:inventory\.|exposure-)/.test(path),
  );
  const folder = t.testdir();
  const groups = [...artefacts].sort((a) => (a.path.includes('/inventory.') ? -1 : 1));
  const ruleFile = {
    path: 'test.yaml',
    text: toYaml({
      rule_files: groups.map(({ path }) => path),
      group_eval_order: groups.flatMap(({ text }) =>
        [...text.matchAll(/^ {2}- name: (?<name>.*)$/gm)].map((match) => match[1]),
      ),
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: series.map(({ name, labels: own, value }) => ({
            series: seriesText(name, own),
            values: `${value}x2`,
          })),
          promql_expr_test: Object.entries(wanted).map(([expr, all]) => ({
            expr,
            eval_time: '2m',
            exp_samples: all.map((one) => ({ labels: `${expr}${one}`, value: 1 })),
          })),
        },
      ],
    }),
  };
  await writeArtefacts(folder, [...artefacts, ruleFile]);
  const { code, output } = await promtool(['test', 'rules', `${folder}/test.yaml`]);
  t.equal(code, 0, output);
  return exposures;
}

t.test('the built-in catalog: rules over series say what the matcher says', needs('promtool'), async (t) => {
  const dice = createDice(7);
  const runs = builtIn.components.flatMap((component) => (component.runs.as === 'container' ? [component.runs] : []));
  const exposures = await compare(
    t,
    builtIn,
    randomClusters(dice, 60, {
      images: runs.flatMap(({ images, sharedImages }) =>
        [...images, ...sharedImages].flatMap((path) => [path, `mirror.example.com:5000/any/${path}`]),
      ),
      containers: runs.flatMap((one: ContainerRuntime) => one.containers),
      tags: boundaries(builtIn),
      kubelets: [
        'v1.33.7+k3s1',
        'v1.31.6',
        'v1.34.3+rke2r3',
        'v1.34.2-eks-1',
        'v1.33.0-rc.1',
        'v1.33.7+k3s-1288e778',
        '',
      ],
    }),
  );
  for (const state of ['exposed', 'unknown', 'unconfirmed', 'not_exposed']) {
    t.ok(
      exposures.some((one) => one.state === state),
      state,
    );
  }
});

/** Versions at the ends of ranges, as they would be tagged. */
function boundaries({ issues }: Catalog): readonly string[] {
  const texts = issues.flatMap(({ affected }) =>
    affected.flatMap(({ ranges, versions }) => [
      ...ranges.flatMap(({ introduced, upper, lastReported }) => [introduced, upper?.version, lastReported]),
      ...versions,
    ]),
  );
  const plain = [...new Set(texts.flatMap((version) => (version ? [version.text.replace('+', '-')] : [])))];
  return plain.flatMap((text) => [text, `${text}-amd64`, text.replace(/^v/, '')]);
}

// What the built-in catalog has little of: every kind of condition, nested, over images that are easy to mistake.

function aComponent(id: string, scheme: VersionScheme, runs: Partial<Component['runs']>): Component {
  const container = {
    as: 'container',
    images: [],
    sharedImages: [],
    containers: [id],
    digests: new Map(),
    versionMetric: undefined,
  };
  const process = { as: 'node-process', anyLabel: [], noLabel: [], cgroup: undefined };
  const whole = { ...('versionFrom' in runs ? process : container), ...runs } as Component['runs'];
  return { id, name: id, repository: `https://example.com/${id}`, scheme, runs: whole };
}

const role = (name: string) => `node-role.kubernetes.io/${name}`;
const components = [
  aComponent('widget', docker(), { images: ['acme/widget', 'library/widget'] }),
  aComponent('mirrored', docker({ build: '-rancher' }), { images: ['mirrored/acme/widget', 'acme/tool'] }),
  aComponent('first', docker({ prefixes: ['stable-'] }), {
    sharedImages: ['acme/suite', 'a.b/suite'],
    containers: ['first', 'one'],
  }),
  aComponent('second', semverScheme, { sharedImages: ['acme/suite'], containers: ['second'] }),
  aComponent('moving', docker({ parts: 2, build: '-r' }), { images: ['acme/moving'] }),
  aComponent('server', k3sScheme, {
    versionFrom: { field: 'kubelet' },
    anyLabel: [role('control-plane'), role('etcd'), 'example.com/gpu'],
  }),
  aComponent('agent', k3sScheme, { versionFrom: { field: 'kubelet' }, noLabel: [role('control-plane')] }),
  aComponent('kubelet', kubernetesScheme, { versionFrom: { field: 'kubelet' } }),
  aComponent('containerd', docker(), { versionFrom: { field: 'container_runtime', runtime: 'containerd' } }),
  aComponent('bottlerocket', docker(), { versionFrom: { field: 'os_image', os: 'Bottlerocket OS' } }),
  aComponent('never', docker(), { versionFrom: { field: 'kubelet' }, noLabel: ['example.com/gpu'] }),
];

function aRange(dice: Dice, scheme: VersionScheme, texts: readonly string[]): AffectedRange {
  const version = () => (dice.below(3) === 0 ? undefined : aVersion(scheme, dice.pick(texts)));
  const [introduced, end, firstReported, lastReported] = [version(), version(), version(), version()];
  const kind = dice.pick(['fixed', 'lastAffected'] as const);
  const range = { introduced, upper: end && { kind, version: end }, firstReported, lastReported };
  const isEmpty = introduced && end && scheme.parse(end.text) && compare3(introduced.release, end.release) >= 0;
  return {
    ...range,
    ...(isEmpty && { upper: undefined }),
    confidence: dice.pick(['confirmed', 'inferred', 'unknown']),
    edition: undefined,
    note: undefined,
  };
}

function compare3(a: readonly number[], b: readonly number[]): number {
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0);
}

const textsOf = ({ scheme }: Component): readonly string[] =>
  scheme === k3sScheme
    ? ['v1.33.7+k3s1', 'v1.33.7+k3s3', 'v1.34.0+k3s1']
    : scheme.pattern?.build
      ? [`1.2.3${scheme.pattern.build.prefix}1`, `1.2.3${scheme.pattern.build.prefix}2`, '1.2.3', '1.10.0']
      : ['1.2.3', '1.2.4', '1.10.0', '1.29.4', '1.54.0'];

function aLeaf(dice: Dice, which = dice.below(1_000)): Leaf {
  const limits = { atLeast: dice.pick([undefined, 1, 2, 3]), atMost: dice.pick([undefined, 1, 2, 4]) };
  const key = dice.pick([role('control-plane'), role('etcd'), 'example.com/gpu']);
  const component = dice.pick(components);
  const values = (...all: string[]) => dice.pick([[], [dice.pick(all)], all]);
  const kernelTexts = ['5.4.0', '5.15', '5.15.0-107', '6.1.0'];
  const runtimeTexts = ['1.6', '1.7.2', '2.0.0', '24.0'];
  const kubeletTexts = ['v1.31.6', 'v1.33.7', 'v1.34.0'];
  const rangesOf = (scheme: VersionScheme, texts: readonly string[]) => [aRange(dice, scheme, texts)];
  const kinds: readonly (() => Leaf)[] = [
    () => ({ kind: 'node_kernel', ranges: rangesOf(kernelScheme, kernelTexts) }),
    () => ({ kind: 'kubelet_version', ranges: rangesOf(kubernetesScheme, kubeletTexts) }),
    () => ({
      kind: 'container_runtime',
      name: dice.pick(['containerd', 'cri-o']),
      ranges: dice.pick([[], rangesOf(docker({ parts: 2 }), runtimeTexts)]),
    }),
    () => ({ kind: 'node_os_image', values: values('Ubuntu 2*', '*(aws-k8s-1.3?)', '*OS*') }),
    () => ({ kind: 'node_platform', platforms: dice.pick([['aws'], ['azure', 'gce']]) }),
    () => ({ kind: 'node_architecture', architectures: dice.pick([['amd64'], ['arm64', 'arm']]) }),
    () => ({ kind: 'node_instance_type', values: values('*.medium', 'm5.*') }),
    () => ({
      kind: 'node_capacity',
      resource: dice.pick(['cpu', 'memory']),
      limits: { atLeast: dice.pick([undefined, 8, 2 ** 34]), atMost: dice.pick([undefined, 96]) },
    }),
    () => ({ kind: 'node_label', key, values: values('yes', 't*', '*') }),
    () => ({ kind: 'node_annotation', key: 'example.com/note', values: values('on', 'o*f') }),
    () => ({ kind: 'pod_label', key: dice.pick(['app', 'example.com/teamName']), values: values('web', 'd*') }),
    () => ({ kind: 'pod_annotation', key: 'example.com/mode', values: values('fast', 's*') }),
    () => ({ kind: 'container_argument', flag: '--x', values: [], configFlags: [] }),
    () => ({ kind: 'container_env', name: 'X', values: [] }),
    () => ({ kind: 'container_image', values: values('*/acme/*', 'acme/widget:v1.2.*', '*:1.2.3*', '*amd64') }),
    () => ({ kind: 'cluster_nodes', withLabel: dice.pick([undefined, key]), limits }),
    () => ({ kind: 'workload_replicas', limits }),
    () => ({
      kind: 'component_present',
      component,
      ranges: dice.pick([[], [aRange(dice, component.scheme, textsOf(component))]]),
    }),
    () => ({ kind: 'manual', check: 'look' }),
  ];
  return kinds[which % kinds.length]!();
}

function aCondition(dice: Dice, depth: number): Condition {
  if (depth === 0 || dice.below(3) === 0) return aLeaf(dice);
  if (dice.below(4) === 0) return { kind: 'not', of: aCondition(dice, depth - 1) };
  const of = Array.from({ length: 1 + dice.below(3) }, () => aCondition(dice, depth - 1));
  return { kind: dice.pick(['all', 'any']), of };
}

/** One condition, or its opposite, of whatever runs. */
function aPlainIssue(dice: Dice, index: number, base: KnownIssue): KnownIssue {
  const every: AffectedRange = {
    introduced: undefined,
    upper: undefined,
    firstReported: undefined,
    lastReported: undefined,
    confidence: 'confirmed',
    edition: undefined,
    note: undefined,
  };
  const affected = components
    .filter((component) => (component.runs.as === 'container') === index % 4 < 2)
    .map((component) => ({ component, ranges: [every], versions: [], partialFixes: [] }));
  const leaf = aLeaf(dice, index >> 2);
  const test: Condition = index % 2 === 0 ? leaf : { kind: 'not', of: leaf };
  const conditions = [{ text: 'it is so', test, components: [] }];
  return { ...base, id: `PLAIN-${index}`, affected: affected as unknown as KnownIssue['affected'], conditions };
}

function anIssue(dice: Dice, index: number, base: KnownIssue): KnownIssue {
  const affected = dice
    .pick([components.slice(0, 5), components.slice(5), components])
    .filter(() => dice.below(2) === 0)
    .map(
      (component): Affected => ({
        component,
        ranges: [
          aRange(dice, component.scheme, textsOf(component)),
          aRange(dice, component.scheme, textsOf(component)),
        ].slice(dice.below(2)),
        versions: dice.below(3) === 0 ? [aVersion(component.scheme, dice.pick(textsOf(component)))] : [],
        partialFixes: [],
      }),
    );
  const whole =
    affected.length > 0
      ? affected
      : [{ component: components[0]!, ranges: [], versions: [aVersion(docker(), '1.2.3')], partialFixes: [] }];
  const conditions = Array.from({ length: dice.below(3) }, () => ({
    text: 'it is so',
    test: aCondition(dice, 2),
    components: dice.below(3) === 0 ? [dice.pick(whole).component.id] : [],
  }));
  return { ...base, id: `MADE-${index}`, affected: whole as unknown as KnownIssue['affected'], conditions };
}

t.test('made-up issues with every kind of condition: rules say what the matcher says', needs('promtool'), async (t) => {
  const base = builtIn.issues.find(({ id }) => id === 'CALICO-8856');
  if (!base) throw new Error('the built-in catalog has no CALICO-8856');
  for (const seed of [1, 2, 3]) {
    const dice = createDice(seed);
    const issues = [
      ...Array.from({ length: 152 }, (_, index) => aPlainIssue(dice, index, base)),
      ...Array.from({ length: 30 }, (_, index) => anIssue(dice, index, base)),
    ];
    const byId = <Value extends { readonly id: string }>(all: readonly Value[]) =>
      new Map(all.map((one) => [one.id, one]));
    const catalog = createCatalog(byId(components), byId(issues), new Map());
    t.equal(chooseIssues(catalog, settings).leftOut.length, 0);
    await compare(
      t,
      catalog,
      randomClusters(dice, 28, {
        images: [
          'acme/widget',
          'widget',
          'docker.io/widget',
          'quay.io/widget',
          'quay.io/library/widget',
          'registry:5000/acme/widget',
          'localhost/acme/widget',
          'mirrored/acme/widget',
          'quay.io/x/mirrored/acme/widget',
          'notmirrored/acme/widget',
          'notacme/widget',
          'acme/tool',
          'acme/suite',
          'a.b/suite',
          'x/a.b/suite',
          'acme/moving',
          'Acme/widget',
          'quay.io/Acme/widget',
          'QUAY.IO/acme/widget',
          'acme/widget/more',
          'acme/other',
          'Up/acme/widget',
          'quay.io/Up/acme/widget',
          'acme//acme/widget',
        ],
        containers: ['first', 'one', 'second', 'third', 'widget'],
        tags: [
          '1.2.3',
          'v1.2.3',
          '1.2.4',
          'v1.10.0',
          '1.2.3-rancher1-1',
          '1.2.3-rancher1',
          '1.2.3-rancher2',
          '1.2.3-rancher01',
          '1.2.3-rc1',
          '1.2.3-amd64',
          'v1.2.3-r1',
          '1.2',
          '1.2.3.1',
          '01.2.3',
          'stable-1.2.3',
          'latest',
          '1.2.3-5-gabcdef0',
          '1.2.3-dirty',
          '1.2.3a1',
          'v1.9.9-beta.2-rancher1',
          '1.2.3_x',
        ],
        kubelets: ['v1.33.7+k3s1', 'v1.33.7+k3s3', 'v1.31.6', 'v1.34.0+k3s1', 'v1.34.0-eks-1', ''],
      }),
    );
  }
});
