import { join } from 'node:path';
import { load } from 'js-yaml';
import t from 'tap';
import { artefactsOf, builtInCatalog } from '../../../support/built-in.ts';
import { eventually } from '../../../support/eventually.ts';
import { fetchText } from '../../../support/monitored-cluster/fetch-text.ts';
import { findFreePorts } from '../../../support/monitored-cluster/free-ports.ts';
import { startProgram, whileRuns } from '../../../support/monitored-cluster/program.ts';
import { runTool } from '../../../support/run-tool.ts';
import { findTool, needs } from '../../../support/tools.ts';

interface Fragment {
  readonly route: { readonly routes: readonly object[] };
  readonly inhibit_rules: readonly object[];
}

interface ObjectMatcher {
  readonly name: string;
  readonly value: string;
  readonly matchType: string;
}
interface AlertmanagerConfig {
  readonly spec: {
    readonly inhibitRules: readonly {
      readonly sourceMatch: readonly ObjectMatcher[];
      readonly targetMatch: readonly ObjectMatcher[];
      readonly equal: readonly string[];
    }[];
  };
}

const artefacts = await artefactsOf(
  (await builtInCatalog()).catalog,
  {},
  {
    targets: ['alertmanager', 'prometheus-operator-alertmanager'],
    matcherStrategy: 'None',
  },
);
const read = (path: string) => load(artefacts.find((artefact) => artefact.path === path)?.text ?? '');
const fragment = read('alertmanager/plimsoll.yaml') as Fragment;

/** An Alertmanager's own configuration, with the fragment merged into it as its header says. */
const complete = {
  route: {
    receiver: 'everyone',
    routes: [{ matchers: ['severity="critical"'], receiver: 'pager' }, ...fragment.route.routes],
  },
  inhibit_rules: [
    { source_matchers: ['alertname="Own"'], target_matchers: ['severity="info"'], equal: ['namespace'] },
    ...fragment.inhibit_rules,
  ],
  receivers: [{ name: 'everyone' }, { name: 'pager' }],
};
const configured = JSON.stringify(complete); // JSON is YAML

t.test('amtool takes the fragment inside a complete configuration', needs('amtool'), async (t) => {
  const folder = t.testdir({ 'alertmanager.yml': configured });
  const { code, output } = await runTool('amtool', ['check-config', join(folder, 'alertmanager.yml')]);
  t.equal(code, 0, output);
  t.match(output, `${complete.inhibit_rules.length} inhibit rules`);
});

t.test(
  'routes of the user come first, and what none of them takes goes to the parent’s receiver',
  needs('amtool'),
  async (t) => {
    const folder = t.testdir({ 'alertmanager.yml': configured });
    const config = `--config.file=${join(folder, 'alertmanager.yml')}`;
    for (const [receiver, ...labels] of [
      ['everyone', 'alertname=PlimsollKnownIssueCPU', 'severity=warning'],
      ['pager', 'alertname=PlimsollKnownIssueCPU', 'severity=critical'],
      ['everyone', 'alertname=Another'],
    ]) {
      const { code, output } = await runTool('amtool', [
        'config',
        'routes',
        'test',
        config,
        `--verify.receivers=${receiver}`,
        ...labels,
      ]);
      t.equal(code, 0, output);
    }
  },
);

t.test('an AlertmanagerConfig has the same inhibition rules', async (t) => {
  const { spec } = read('alertmanagerconfigs/plimsoll.yaml') as AlertmanagerConfig;
  const text = ({ name, value, matchType }: ObjectMatcher) => `${name}${matchType}${JSON.stringify(value)}`;
  t.same(
    spec.inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({
      source_matchers: sourceMatch.map(text),
      target_matchers: targetMatch.map(text),
      equal,
    })),
    fragment.inhibit_rules,
  );
});

type Labels = Readonly<Record<string, string>>;
const calico = { cluster: 'eu', component: 'calico-node', version: 'v3.27.3' };
const workload = { namespace: 'kube-system', workload_kind: 'DaemonSet', workload: 'calico-node' };
const ofIssue = { ...calico, ...workload, issue: 'CALICO-8856' };
const cpu = { alertname: 'PlimsollKnownIssueCPU', ...ofIssue, severity: 'warning', source: 'learned' };
const unexplained = { alertname: 'PlimsollUnexplainedCPURegression', ...calico, severity: 'info' };
const throttling = { alertname: 'CPUThrottlingHigh', severity: 'info', cluster: 'eu', namespace: 'kube-system' };
const calicoThrottling = { ...throttling, pod: 'calico-node-x7k2p', container: 'calico-node' };
const k3s = {
  alertname: 'PlimsollKnownIssueCPU',
  cluster: 'eu',
  node: 'n1',
  component: 'k3s',
  version: 'v1.31.6+k3s1',
  issue: 'K3S-12127',
};
const exposed = { alertname: 'PlimsollKnownIssueExposed', ...ofIssue, severity: 'info' };

function without(labels: Labels, ...names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}

/** While the first fires, is the second muted? */
const cases: readonly (readonly [what: string, source: Labels, target: Labels, muted: boolean])[] = [
  ['critical mutes warning of one workload', { ...cpu, severity: 'critical', saturates: 'node' }, cpu, true],
  ['critical mutes warning on one node', { ...k3s, severity: 'critical' }, { ...k3s, severity: 'warning' }, true],
  [
    'critical of another node mutes nothing',
    { ...k3s, severity: 'critical' },
    { ...k3s, node: 'n2', severity: 'warning' },
    false,
  ],
  [
    'critical of another workload mutes nothing',
    { ...cpu, severity: 'critical' },
    { ...cpu, workload: 'other' },
    false,
  ],
  ['critical of another cluster mutes nothing', { ...cpu, severity: 'critical' }, { ...cpu, cluster: 'us' }, false],
  ['critical of another issue mutes nothing', { ...cpu, severity: 'critical' }, { ...cpu, issue: 'CALICO-1' }, false],
  [
    'CPU does not mute memory',
    { ...cpu, severity: 'critical' },
    { ...cpu, alertname: 'PlimsollKnownIssueMemory' },
    false,
  ],
  ['warning does not mute critical', cpu, { ...cpu, severity: 'critical' }, false],
  ['a known issue explains a regression', cpu, unexplained, true],
  ['also where no label tells clusters apart', without(cpu, 'cluster'), without(unexplained, 'cluster'), true],
  ['not in another cluster', cpu, { ...unexplained, cluster: 'us' }, false],
  ['not of another version', cpu, { ...unexplained, version: 'v3.28.0' }, false],
  ['not of another component', cpu, { ...unexplained, component: 'felix' }, false],
  ['not of memory by CPU', cpu, { ...unexplained, alertname: 'PlimsollUnexplainedMemoryRegression' }, false],
  [
    'memory explains memory',
    { ...cpu, alertname: 'PlimsollKnownIssueMemory' },
    { ...unexplained, alertname: 'PlimsollUnexplainedMemoryRegression' },
    true,
  ],
  [
    'labels that both lack explain nothing',
    without(cpu, 'component', 'version'),
    without(unexplained, 'component', 'version'),
    false,
  ],
  ['throttling of the component’s container is muted', cpu, calicoThrottling, true],
  ['throttling of another container is not', cpu, { ...throttling, pod: 'coredns-1', container: 'coredns' }, false],
  ['throttling in another namespace is not', cpu, { ...calicoThrottling, namespace: 'tenant' }, false],
  ['throttling in another cluster is not', cpu, { ...calicoThrottling, cluster: 'us' }, false],
  ['throttling is not muted by memory', { ...cpu, alertname: 'PlimsollKnownIssueMemory' }, calicoThrottling, false],
  [
    'throttling without a namespace is not muted by an alert without one',
    without(cpu, 'namespace'),
    without(calicoThrottling, 'namespace'),
    false,
  ],
  ['what diverges need not be told to be exposed', cpu, exposed, true],
  ['exposure of another workload is told', cpu, { ...exposed, workload: 'other' }, false],
  ['exposure to another issue is told', cpu, { ...exposed, issue: 'CALICO-1' }, false],
  [
    'alerts of others are left alone',
    { ...cpu, severity: 'critical' },
    { alertname: 'Another', severity: 'warning', ...ofIssue },
    false,
  ],
  ['and mute nothing of ours', { ...cpu, alertname: 'Another', severity: 'critical' }, cpu, false],
];

/** The inhibitor sees alerts one after the other: once the second of these is muted, it has seen all that came before. */
const sentinels = ['critical', 'warning'].map((severity) => ({ ...k3s, cluster: 'sentinel', severity }));
const isSentinel = ({ cluster }: Labels) => cluster === 'sentinel';

interface PostedAlert {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

t.test('a real Alertmanager mutes what it should and nothing else', needs('alertmanager'), async (t) => {
  const folder = t.testdir({ 'alertmanager.yml': configured });
  const [port] = await findFreePorts(1);
  const program = startProgram(t, 'Alertmanager', findTool('alertmanager') ?? 'alertmanager', [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await whileRuns(program, 'is ready', () => fetchText(`${url}/-/ready`));

  const posted = async (alerts: readonly Labels[], endsAt: Date) => {
    const body = JSON.stringify(alerts.map((labels) => ({ labels, endsAt })));
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    t.equal(response.status, 200, await response.text());
  };
  for (const [what, source, target, muted] of cases) {
    const fired = [source, { ...target, judged: 'yes' }, ...sentinels];
    await posted(fired, new Date(Date.now() + 600_000));
    const found = await eventually(`the inhibitor has seen the alerts: ${what}`, async () => {
      const alerts = JSON.parse((await fetchText(`${url}/api/v2/alerts`)) ?? '[]') as readonly PostedAlert[];
      return alerts.some(({ labels, status }) => isSentinel(labels) && status.inhibitedBy.length > 0)
        ? alerts
        : undefined;
    });
    const judged = found.filter(({ labels }) => labels['judged'] === 'yes');
    t.same(
      judged.map(({ status }) => status.inhibitedBy.length > 0),
      [muted],
      what,
    );
    await posted(fired, new Date(Date.now() - 1000));
    await eventually(`Alertmanager has forgotten: ${what}`, async () => {
      return (await fetchText(`${url}/api/v2/alerts`))?.trim() === '[]';
    });
  }
});
