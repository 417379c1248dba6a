import fc from 'fast-check';
import t from 'tap';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { readCatalogKeys } from '../../src/config/catalog-keys.ts';
import { configRules } from '../../src/config/config-rules.ts';
import { defaultText } from '../../src/config/default-text.ts';
import { readFlagSettings } from '../../src/config/given-settings.ts';
import { type PresetName, presetNames, presets } from '../../src/config/presets.ts';
import { type ConfigReading, readConfig } from '../../src/config/read-config.ts';
import { settingNames, settingsTable } from '../../src/config/settings-table.ts';
import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { KnownIssue } from '../../src/core/catalog/known-issue.ts';
import type { Component } from '../../src/core/components/component.ts';
import { defaultRuleSettings } from '../../src/core/rules/rule-settings.ts';
import { selectorLabels } from '../../src/core/rules/selector-labels.ts';
import { formatProblem } from '../../src/core/text/problem.ts';
import { aCatalogFolder } from '../support/catalogs.ts';

const { catalog } = loadCatalog([aCatalogFolder()]);
const now = Date.parse('2026-11-21T12:00:00Z') / 1000;

interface Given {
  readonly flags?: Readonly<Record<string, string>>;
  readonly preset?: PresetName;
}

function read(text: string | undefined, { flags = {}, preset }: Given = {}): ConfigReading {
  const file = text === undefined ? undefined : { path: 'plimsoll.yaml', text };
  return readConfig({ file, flags: readFlagSettings((flag) => flags[flag]), preset, catalog, now });
}

/** What is wrong, in short. */
function complaints(reading: ConfigReading): readonly string[] {
  if (reading.ok) return [];
  const mistakes = reading.mistakes.map(({ problem, remedy }) =>
    remedy === undefined ? problem : `${problem}; ${remedy}`,
  );
  return [...reading.problems.map((problem) => formatProblem(problem).replace('plimsoll.yaml:', '')), ...mistakes];
}

t.test('nothing given is the default', async (t) => {
  t.match(read(undefined), { ok: true, settings: defaultRuleSettings });
  t.match(read('built_in_catalog: true'), { ok: true, settings: defaultRuleSettings });
});

t.test('every default, written out as flags, reads as itself', async (t) => {
  const flags = settingNames.flatMap((name) => {
    const { flag } = settingsTable[name];
    return flag === undefined || defaultRuleSettings[name] === undefined ? [] : [[flag, defaultText(name)]];
  });
  t.ok(flags.length > 15);
  t.match(read(undefined, { flags: Object.fromEntries(flags) }), { ok: true, settings: defaultRuleSettings });
});

t.test('a file of every setting, and of everything else', async (t) => {
  const reading = read(`
preset: grafana-alloy
labels: {cluster: k8s, node: instance}
selectors: {plimsoll: 'job="p"', kubelet: 'job=~"kubelet|k3s"'}
inventory_from: kube-state-metrics
node_process_source: cgroup
times: {rate_window: 4m, lookback: 8d, growth_window: 3h, for: 1m}
thresholds: {factor: 2.5, cpu_floor: 300m, memory_floor: 1Gi, cpu_growth_floor: 50m, memory_growth_floor: 1048576, saturation: 1}
alerts:
  labels: {team: platform, tier: "{{ $labels.namespace }}"}
  annotations: {note: "{{ if gt $value 1.0 }}many{{ end }} {{ \`}}\` }}"}
  exposure: true
  group_limit: 0
  runbook_base_url: https://plimsoll.example.com/
baselines:
  - {component: widget, cpu: 300m}
  - {component: widget, selector: ' k8s="a", node=~"edge-.*" ', cpu: 0.5, memory: 512Mi}
waivers:
  - {issue: widget-1, owner: me, reason: soon, expires: 2027-01-31}
  - {issue: WIDGET-1, selector: 'namespace="x"', owner: me, reason: soon, expires: 2027-01-31T18:00:00+01:00}
issues: [WIDGET-*]
components: [widget]
present_in: [cluster.json]
catalogs: [mine]
built_in_catalog: false
out: there
templates: ours
targets: [prometheus-operator]
target_versions: {prometheus: "2.45"}
objects: {namespace: monitoring, labels: {release: x}}
`);
  t.same(complaints(reading), []);
  if (!reading.ok) return;
  t.match(reading.settings, {
    clusterLabel: 'k8s',
    nodeLabel: 'instance',
    plimsollSelector: 'job="p"',
    cadvisorSelector: 'job="integrations/kubernetes/cadvisor"',
    kubeletSelector: 'job=~"kubelet|k3s"',
    inventoryFrom: 'kube-state-metrics',
    nodeProcessSource: 'cgroup',
    rateWindow: 240,
    alertFor: 60,
    factor: 2.5,
    cpuFloor: 0.3,
    memoryFloor: 2 ** 30,
    cpuGrowthFloor: 0.05,
    memoryGrowthFloor: 2 ** 20,
    saturation: 1,
    exposureAlerts: true,
    groupLimit: 0,
    alertLabels: { team: 'platform' },
    runbookBaseUrl: 'https://plimsoll.example.com',
  });
  t.same(reading.settings.overrides, [
    { component: 'widget', selector: '', cpu: 0.3, memory: undefined },
    { component: 'widget', selector: 'k8s="a", node=~"edge-.*"', cpu: 0.5, memory: 512 * 2 ** 20 },
  ]);
  t.same(reading.settings.waivers, [
    {
      issue: 'WIDGET-1',
      selector: '',
      owner: 'me',
      reason: 'soon',
      expires: Date.parse('2027-02-01T00:00:00Z') / 1000,
    },
    {
      issue: 'WIDGET-1',
      selector: 'namespace="x"',
      owner: 'me',
      reason: 'soon',
      expires: Date.parse('2027-01-31T17:00:00Z') / 1000,
    },
  ]);
  t.same(reading.config, {
    issues: ['WIDGET-*'],
    components: ['widget'],
    presentIn: ['cluster.json'],
    out: 'there',
    templates: 'ours',
    targets: ['prometheus-operator'],
    targetVersions: ['prometheus=2.45'],
    objects: { namespace: 'monitoring', labels: { release: 'x' } },
  });
});

t.test('a flag counts more than the file, the file more than its preset, a preset more than the default', async (t) => {
  const text = 'preset: grafana-alloy\nselectors: {kubelet: job="mine"}\ntimes: {for: 2m}\n';
  const reading = read(text, { flags: { for: '3m' } });
  t.match(reading, {
    settings: { alertFor: 180, kubeletSelector: 'job="mine"', cadvisorSelector: /integrations/, sustained: 600 },
  });
  t.match(read(text, { preset: 'kube-prometheus' }), { settings: { cadvisorSelector: /metrics_path/ } });
});

t.test('every preset is one that could be written as settings', async (t) => {
  for (const name of presetNames) {
    t.ok(read(undefined, { preset: name }).ok, name);
    for (const [setting, value] of Object.entries(presets[name].settings)) {
      if (setting.endsWith('Selector')) t.ok(selectorLabels(value), `${name} ${setting}`);
    }
  }
});

t.test('a waiver counts until its day is over in UTC', async (t) => {
  const waiver = (expires: string) =>
    read(`waivers: [{issue: WIDGET-1, owner: me, reason: x, expires: ${expires}}]`).ok;
  t.ok(waiver('2026-11-21'));
  t.notOk(waiver('2026-11-20'));
  t.ok(waiver('2026-11-21T13:00:00+00:30'));
  t.notOk(waiver('2026-11-21T13:00:00+01:00'));
});

const withWaiver = (rest: string) => `waivers:\n  - {issue: WIDGET-1, owner: me, reason: x, ${rest}}\n`;

const slips: readonly (readonly [text: string, complaint: string])[] = [
  ['', '1:1 the file is empty (yaml-syntax)'],
  ['a: b: c', '1:5 bad indentation of a mapping entry (yaml-syntax)'],
  ['time: {}', '1:1 unknown key "time"; did you mean "times"? (unknown-key)'],
  ['times:\n  sustaind: 5m', '2:3 unknown key "sustaind"; did you mean "sustained"? (unknown-key)'],
  ['times:', '1:1 times takes a mapping (wrong-type)'],
  ['preset: openshit', '1:9 preset: "openshit" is not one of'],
  [
    'times: {for: 5 minutes}',
    '1:14 times.for takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not "5 minutes"; did you mean 5m? (duration)',
  ],
  [
    'times: {for: 300}',
    '1:14 times.for takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not 300 (duration)',
  ],
  ['times: {for: 0s}', 'not "0s" (duration)'],
  ['times: {for: 500ms}', 'not "500ms" (duration)'],
  [
    'times: {for: }',
    '1:9 times.for takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not null (duration)',
  ],
  [
    'labels: {cluster: my-cluster}',
    '1:19 labels.cluster takes a label name such as cluster, not "my-cluster" (label-name)',
  ],
  ['labels: {cluster: __name__}', 'not "__name__" (label-name)'],
  [
    'labels: {cluster: namespace}',
    '1:19 labels.cluster names a label that means something else in the series of Plimsoll;',
  ],
  ['labels: {cluster: node}', 'labels.cluster and labels.node name one label; give each its own (contradiction)'],
  ['selectors: {kubelet: "{job=\\"a\\"}"}', 'leave the braces out (selector)'],
  ['selectors: {kubelet: "job=a"}', 'with plain values, not "job=a" (selector)'],
  ['selectors: {kubelet: "job=~\\".+\\""}', 'with plain values, not "job=~".+"" (selector)'],
  ['selectors: {kubelet: "job=~\\"(?!a)b|c\\""}', 'RE2 refuses the regular expression of job=~"(?!a)b|c"'],
  [
    'inventory_from: exporters',
    'takes exporter or kube-state-metrics, not "exporters"; did you mean exporter? (unknown-value)',
  ],
  [
    'thresholds: {factor: 0.9}',
    '1:22 thresholds.factor takes a number of at least 1 such as 2.5, not 0.9 (out-of-range)',
  ],
  ['thresholds: {factor: "2"}', 'not "2" (out-of-range)'],
  ['thresholds: {factor: .inf}', 'thresholds.factor takes a number of at least 1'],
  [
    'thresholds: {saturation: 90}',
    'thresholds.saturation takes a number above 0 and up to 1 such as 0.9, not 90 (out-of-range)',
  ],
  ['thresholds: {cpu_floor: 100 m}', 'not "100 m" (quantity)'],
  ['thresholds: {cpu_floor: 0}', 'not 0 (quantity)'],
  ['thresholds: {memory_floor: 64m}', 'not "64m"; did you mean 64Mi? (quantity)'],
  ['alerts: {group_limit: 1.5}', 'alerts.group_limit takes a whole number such as 1000, or 0, not 1.5 (out-of-range)'],
  ['alerts: {exposure: yes}', 'alerts.exposure takes true or false, not "yes" (wrong-type)'],
  ['alerts: {runbook_base_url: plimsoll.example.com}', 'takes an http or https address such as'],
  ['alerts: {runbook_base_url: "https://a:b@example.com"}', '(address)'],
  ['alerts: {labels: {a-b: x}}', '1:24 "a-b" is no name of a label; use letters, digits and underscores (label-name)'],
  [
    'alerts: {labels: {severity: page}}',
    'the alerts set the label severity themselves; choose another name (label-taken)',
  ],
  [
    'alerts: {labels: {cluster: a}}',
    'alerts.labels has the label of clusters, which the alerts set themselves; leave it out (contradiction)',
  ],
  ['alerts: {labels: {team: 5}}', 'alerts.labels.team takes a text (wrong-type)'],
  ['alerts: {labels: {team: "{{ $value }}"}}', 'a label with the value makes another alert of it'],
  [
    'alerts: {annotations: {summary: x}}',
    'the alerts set the annotation summary themselves; choose another name (label-taken)',
  ],
  ['alerts: {annotations: {a: "{{ $labels.x"}}', 'the annotation a: a {{ is not closed with }} (go-template)'],
  [
    'alerts: {annotations: {a: "{{ if 1 }}"}}',
    'the annotation a: there are 1 of if, range, with and define, and 0 of end',
  ],
  [
    'baselines: [{component: wigdet, cpu: 1}]',
    '1:25 no component "wigdet" in the catalog; did you mean widget? (unknown-component)',
  ],
  [
    'baselines: [{component: widget}]',
    '1:13 a baseline without a figure says nothing; add cpu, memory or both (baseline-empty)',
  ],
  [
    'baselines: [{component: widget, cpu: lots}]',
    'cpu takes cores as a number or a Kubernetes quantity such as 0.3 or 300m, not "lots" (quantity)',
  ],
  [
    'baselines: [{component: widget, cpu: 1, selector: a="b"}]',
    'no such instance has a label "a"; ask for cluster, namespace,',
  ],
  [
    'baselines:\n  - {component: widget, cpu: 1}\n  - {component: widget, cpu: 2}',
    '3:17 an earlier baseline is for the same component and selector; keep one of the two (baseline-twice)',
  ],
  [
    'waivers: [{issue: WIDGET-2, owner: a, reason: b, expires: 2099-01-01}]',
    'no known issue "WIDGET-2" in the catalog; did you mean WIDGET-1? (unknown-issue)',
  ],
  ['waivers: [{issue: WIDGET-1, reason: b, expires: 2099-01-01}]', '1:11 waivers[0].owner is missing (missing-key)'],
  ['waivers: [{issue: WIDGET-1, owner: a, reason: b}]', '1:11 waivers[0].expires is missing (missing-key)'],
  [
    withWaiver('expires: 2026-11-20'),
    'the waiver expired on 2026-11-20; take it out, or agree on another date (waiver-expired)',
  ],
  [withWaiver('expires: 2027-02-30'), '"2027-02-30" is neither a date nor a time with its offset;'],
  [withWaiver('expires: 2027-01-31T10:00:00'), '(expiry)'],
  [withWaiver('expires: next week'), '(expiry)'],
  [withWaiver('expires: 2099-01-01, selector: "pod=~\\"(\\""'), 'a "(" is not closed (selector)'],
  [
    `${withWaiver('expires: 2099-01-01, selector: \'pod="a", node="b"\'')}  - {issue: widget-1, owner: b, reason: y, expires: 2098-01-01, selector: 'node="b",pod="a"'}`,
    '3:13 an earlier waiver is for the same issue and selector; keep one of the two (waiver-twice)',
  ],
  ['issues: [WIDGET-7]', '1:10 no known issue "WIDGET-7" in the catalog; did you mean WIDGET-1? (unknown-issue)'],
  ['issues: [GADGET-*]', 'no known issue "GADGET-*" in the catalog; plimsoll catalog list shows all (unknown-issue)'],
  ['components: [wid]', 'no component "wid" in the catalog; did you mean widget? (unknown-component)'],
  ['components: []', 'components: takes at least one (wrong-type)'],
  ['objects: {namespace: My_Space}', '1:22 "My_Space" is no name of a namespace; write monitoring (object-name)'],
  [
    'objects: {labels: {release: a b}}',
    '"release: a b" is no label as Kubernetes has them; write release: monitoring (object-name)',
  ],
  ['times: {rate_window: 1m}', '1:22 times.rate_window is less than two evaluations; make it longer (contradiction)'],
  [
    'times: {evaluation_interval: 5m}',
    '1:30 times.rate_window is less than two evaluations; make it longer (contradiction)',
  ],
  [
    'times: {warm_up: 8d}',
    'times.warm_up is longer than times.history, so no version would ever have a baseline; make it shorter',
  ],
  ['times: {growth_window: 5m}', 'times.growth_window is not longer than times.rate_window; make it longer'],
];

for (const [text, complaint] of slips) {
  t.test(`${JSON.stringify(text)}: ${complaint}`, async (t) => {
    const found = complaints(read(text));
    t.ok(
      found.some((one) => one.includes(complaint)),
      found.join('\n') || 'nothing is wrong',
    );
  });
}

t.test('every kind of problem is among these slips', async (t) => {
  const found = new Set(
    slips.flatMap(([text]) => complaints(read(text))).map((one) => /\((?<rule>[a-z-]+)\)$/.exec(one)?.groups?.['rule']),
  );
  t.same(
    Object.keys(configRules).filter((rule) => !found.has(rule)),
    [],
  );
});

t.test('everything is told at once, in the order of the file', async (t) => {
  const reading = read(`times: {for: soon, sustained: 1m}
labels: {cluster: a-b}
waivers:
  - {issue: WIDGET-2, owner: a, reason: b, expires: 2020-01-01}
  - {issue: WIDGET-2, owner: a, reason: b, expires: 2099-01-01}
issues: [WIDGET-9]
colour: red
`);
  const lines = complaints(reading).map((one) => one.slice(0, 4));
  t.same(lines, ['1:14', '1:31', '2:19', '4:13', '4:53', '5:13', '5:13', '6:10', '7:1 ']);
});

t.test('each unknown key has its place', async (t) => {
  t.same(complaints(read('times: {sustaind: 5m, foor: 5m}')), [
    '1:9 unknown key "sustaind"; did you mean "sustained"? (unknown-key)',
    '1:23 unknown key "foor"; did you mean "for"? (unknown-key)',
  ]);
});

t.test('a setting that is broken contradicts none', async (t) => {
  t.same(complaints(read('times: {history: 20 days, lookback: 6d}')).length, 1);
});

const wrongFlags: readonly (readonly [flags: Readonly<Record<string, string>>, mistakes: readonly string[]])[] = [
  [
    { 'rate-window': '5 minutes' },
    [
      '--rate-window takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not "5 minutes"; did you mean 5m?',
    ],
  ],
  [
    { 'cluster-label': 'my-cluster', for: '' },
    [
      '--cluster-label takes a label name such as cluster, not "my-cluster"',
      '--for takes a duration in whole seconds or more such as 30s, 5m or 1h30m, not ""',
    ],
  ],
  [
    { 'plimsoll-selector': ' ' },
    ['--plimsoll-selector takes label matchers in double quotes such as job="kubelet", with plain values, not " "'],
  ],
  [{ factor: '0.5' }, ['--factor takes a number of at least 1 such as 2.5, not "0.5"']],
  [{ 'inventory-from': 'ksm' }, ['--inventory-from takes exporter or kube-state-metrics, not "ksm"']],
  [{ 'rate-window': '1m' }, ['--rate-window is less than two evaluations; make it longer']],
  [{ lookback: '1d' }, ['--lookback is shorter than --history; make it longer']],
  [
    { memory: '3m', sustained: '1m' },
    [
      '--sustained is less than two evaluations; make it longer',
      '--memory is less than four evaluations; make it longer',
    ],
  ],
];

for (const [flags, mistakes] of wrongFlags) {
  t.test(`${JSON.stringify(flags)} is refused`, async (t) => t.same(complaints(read(undefined, { flags })), mistakes));
}

t.test('a flag that contradicts the file is the one to blame', async (t) => {
  t.same(complaints(read('times: {history: 10d}', { flags: { lookback: '9d' } })), [
    '--lookback is shorter than times.history; make it longer',
  ]);
});

t.test('without a catalog nothing is said of ids', async (t) => {
  const file = {
    path: 'plimsoll.yaml',
    text: 'issues: [NONE-1]\ncomponents: [none]\nbaselines: [{component: none, cpu: 1}]',
  };
  const flags = readFlagSettings(() => undefined);
  t.ok(readConfig({ file, flags, preset: undefined, catalog: undefined, now }).ok);
});

t.test('a selector of processes on nodes cannot ask for what only containers have', async (t) => {
  const [component] = catalog.components;
  if (!component) throw new Error('no component');
  const agent: Component = {
    ...component,
    runs: {
      as: 'node-process',
      versionFrom: { field: 'kubelet' },
      anyLabel: [],
      noLabel: [],
      kubeletInside: true,
      cgroup: undefined,
    },
  };
  const issues = catalog.issues.map(
    (issue): KnownIssue => ({ ...issue, affected: [{ ...issue.affected[0], component: agent }] }),
  );
  const onNodes: Catalog = { ...catalog, components: [agent], issues };
  const text = `baselines: [{component: widget, selector: 'pod="a"', cpu: 1}, {component: widget, selector: 'node="a"', cpu: 1}]
waivers: [{issue: WIDGET-1, selector: 'workload="a"', owner: a, reason: b, expires: 2099-01-01}]`;
  const file = { path: 'plimsoll.yaml', text };
  const flags = readFlagSettings(() => undefined);
  t.same(complaints(readConfig({ file, flags, preset: undefined, catalog: onNodes, now })), [
    '1:44 no such instance has a label "pod"; ask for cluster, node, component or version (unknown-label)',
    '2:40 no such instance has a label "workload"; ask for cluster, node, component or version (unknown-label)',
  ]);
});

t.test('a comma behind the last matcher is left out, as rules put more behind it', async (t) => {
  t.match(read(`selectors: {kubelet: 'job="a" , '}`), { settings: { kubeletSelector: 'job="a"' } });
});

t.test('nothing that a file holds is a bug', async () => {
  const words = [...new Set(slips.flatMap(([text]) => text.split(/(?<=[{}[\],:\n])|(?=[{}[\],:\n])/)))];
  const file = fc.array(fc.constantFrom(...words, '__proto__', 'constructor', '- ', '\n  '), { maxLength: 30 });
  fc.assert(
    fc.property(file, (parts) => {
      const reading = read(parts.join(''));
      return reading.ok || reading.problems.length > 0;
    }),
    { numRuns: 1000 },
  );
});

t.test('which catalogs a file names is read before everything else, whatever else is wrong', async (t) => {
  t.same(readCatalogKeys('catalogs: [ a , b]\nbuilt_in_catalog: false\ntimes: 5'), {
    catalogs: ['a', 'b'],
    builtIn: false,
  });
  t.same(readCatalogKeys('catalogs: a'), { catalogs: [], builtIn: true });
  t.same(readCatalogKeys('a: b: c'), { catalogs: [], builtIn: true });
});
