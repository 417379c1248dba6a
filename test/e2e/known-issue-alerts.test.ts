import t, { type Test } from 'tap';
import { eventually } from '../support/eventually.ts';
import { aHarbour, calicoPodOn } from '../support/monitored-cluster/harbour.ts';
import { type MonitoredCluster, startMonitoredCluster } from '../support/monitored-cluster/monitored-cluster.ts';
import type { TargetState } from '../support/monitored-cluster/prometheus.ts';
import { describeAlert, type NotifiedAlert } from '../support/monitored-cluster/receiver.ts';
import { needs } from '../support/tools.ts';

t.setTimeout(240_000);

const beforeUpgrade = aHarbour({ calico: 'v3.27.2' });

/**
 * Three of the four exposed pods are hot; agent-5 and server-1 are hotter, but their kernel rules the issue out. agent-2 is
 * so far above the others that it is the worst as well while the rates of young pods still rise.
 */
const afterUpgrade = aHarbour({
  calico: 'v3.27.3',
  calicoCores: { 'agent-1': 0.6, 'agent-2': 2.4, 'agent-3': 0.7, 'agent-5': 3, 'server-1': 3 },
  serverCores: { 'server-2': 2 },
});
const exposedAndHot = 3;

const afterFix = aHarbour({ calico: 'v3.27.4', serverCores: { 'server-2': 2 } });

/** For what real programs take several rounds to come to, in milliseconds. */
const limit = 60_000;

const bothIssues = ['CALICO-8856 calico-node', 'K3S-12127 server-2'];

t.test('from what a cluster runs and uses to the alerts about it', needs('prometheus', 'alertmanager'), async (t) => {
  const cluster = await startMonitoredCluster(t, beforeUpgrade);
  const { prometheus, receiver, exporter } = cluster;

  /** Each step builds on those before it. */
  const step = (name: string, run: (t: Test) => Promise<void>) =>
    t.test(name, t.passing() ? {} : { skip: 'an earlier step failed' }, run);

  const waitForAlert = (what: string, wanted: (alert: NotifiedAlert) => boolean) =>
    eventually(what, () => receiver.alerts().find(wanted), { seen: receiver.describe, limit });

  await step('Prometheus scrapes Plimsoll and every kubelet', async (t) => {
    t.equal((await waitForTargets(cluster)).length, 2 * beforeUpgrade.nodes.length + 2, 'and itself');
  });

  await step('before the upgrade nothing alerts, while the usage of calico v3.27.2 is learned', async (t) => {
    const learned =
      'cluster_component:plimsoll_expected_cpu_cores:max{component="calico-node", issue="CALICO-8856", source="learned"}';
    await eventually('a learned expectation', async () => (await prometheus.query(learned)).at(0), {
      seen: receiver.describe,
      limit,
    });
    // Learning takes longer than an alert takes from its cause to its notification.
    t.same(receiver.alerts().map(describeAlert), [], 'no notification');
    const alerts = await prometheus.query('count_over_time(ALERTS{alertname="PlimsollKnownIssueCPU"}[5m])');
    t.same(alerts, [], 'no alert about a known issue, not even a pending one');
  });

  await step('after the upgrade CALICO-8856 is one alert for the DaemonSet', async (t) => {
    await cluster.become(afterUpgrade);
    const alert = await waitForAlert(
      'an alert about CALICO-8856 that counts every container that is exposed and hot',
      (one) => isAbout('CALICO-8856', one) && countOf(one) === exposedAndHot,
    );
    const { exposure, description, fix } = alert.annotations;
    t.equal(alert.status, 'firing', 'it fires');
    t.same(alert.labels, {
      alertname: 'PlimsollKnownIssueCPU',
      severity: 'warning',
      issue: 'CALICO-8856',
      kind: 'container',
      namespace: 'kube-system',
      workload_kind: 'DaemonSet',
      workload: 'calico-node',
      component: 'calico-node',
      version: 'v3.27.3',
      // v3.27.2 is not affected and ran for longer than the warm-up: what it used counts, not the catalog's figure.
      source: 'learned',
    });
    t.match(
      description,
      /expected \d\d(\.\d+)?m cores \(source: learned\) in 3 containers of DaemonSet kube-system\/calico-node \(calico-node v3\.27\.3\)/,
      'it says what was expected, and counts the containers',
    );
    const worst = `the highest is container calico-node of pod ${calicoPodOn('agent-2', 'v3.27.3')} on node agent-2 with`;
    t.match(description, worst, 'it names the worst instance');
    t.match(fix, 'Fixed in v3.27.4, v3.28.1.', 'it names the fix');
    t.match(exposure, 'All of it holds here.', 'it says that the conditions hold');

    const all = receiver.alerts().filter((one) => isAbout('CALICO-8856', one));
    t.equal(new Set(all.map(({ fingerprint }) => fingerprint)).size, 1, 'one alert, however often it is repeated');
    t.same(all.filter((one) => countOf(one) > exposedAndHot).map(describeAlert), [], 'who is not exposed never counts');
  });

  await step('K3S-12127 names the one hot server, and nothing else fires', async (t) => {
    const alert = await waitForAlert('an alert about K3S-12127', (one) => isAbout('K3S-12127', one));
    t.equal(alert.status, 'firing', 'it fires');
    t.same(alert.labels, {
      alertname: 'PlimsollKnownIssueCPU',
      severity: 'warning',
      issue: 'K3S-12127',
      kind: 'node',
      node: 'server-2',
      component: 'k3s',
      version: 'v1.31.6+k3s1',
      source: 'peers',
    });
    const { description, exposure } = alert.annotations;
    t.match(description, /on node server-2 \(k3s v1\.31\.6\+k3s1\); the highest is server-2 with/, 'it names the node');
    t.match(exposure, 'Not all of it can be seen from here.', 'it says that a condition is unknown');
    t.same(firedSubjects(receiver.alerts()), bothIssues, 'nothing else fires');
  });

  await step('after the fix the alert about calico resolves, and the one about K3s stays', async (t) => {
    await cluster.become(afterFix);
    await waitForAlert(
      'the alert about CALICO-8856 resolved',
      (one) => one.status === 'resolved' && isAbout('CALICO-8856', one),
    );
    const latest = receiver.alerts().findLast((one) => isAbout('K3S-12127', one));
    t.equal(latest?.status, 'firing', 'nothing was done about K3s');
    t.same(firedSubjects(receiver.alerts()), bothIssues, 'nothing else fires');
  });

  await step('no rule ever failed, every rule is healthy and every target is up', async (t) => {
    const rules = await prometheus.rules();
    t.ok(rules.length > 0, 'there are rules');
    t.same(
      rules.filter(({ health }) => health !== 'ok'),
      [],
      'every rule is healthy',
    );
    const failures = await prometheus.query('sum(prometheus_rule_evaluation_failures_total)');
    t.equal(failures[0]?.value[1], '0', 'no evaluation failed at any time');
    t.ok(await waitForTargets(cluster), 'every target is up');
  });

  await step('while Plimsoll was there, no alert about itself fired', async (t) => {
    const others = 'count_over_time(ALERTS{alertname!="PlimsollKnownIssueCPU", alertstate="firing"}[5m])';
    t.same(await prometheus.query(others), [], 'none');
  });

  await step('told to stop, Plimsoll ends within seconds, and its absence alerts', async (t) => {
    const began = performance.now();
    exporter.signal('SIGTERM');
    t.equal(await exporter.ended, 0, 'the exit code', { output: exporter.output() });
    t.ok(performance.now() - began < 5_000, `it took ${Math.round(performance.now() - began)} ms`);
    const alert = await waitForAlert('PlimsollAbsent', ({ labels }) => labels['alertname'] === 'PlimsollAbsent');
    t.equal(alert.status, 'firing', 'it fires');
  });

  await step('that was all, and every annotation could be filled in', async (t) => {
    t.same(
      firedSubjects(receiver.alerts()),
      [...bothIssues, 'PlimsollAbsent'],
      'no other alert, from beginning to end',
    );
    t.notMatch(receiver.describe(), /<error|<no value>|an unknown number/, 'every look-up found something');
  });
});

async function waitForTargets({ prometheus }: MonitoredCluster): Promise<readonly TargetState[]> {
  const describeTargets = async () => JSON.stringify(await prometheus.targets(), undefined, 2);
  const look = async () => {
    const targets = await prometheus.targets();
    return targets.length > 0 && targets.every(({ health }) => health === 'up') ? targets : undefined;
  };
  return eventually('every target is up', look, { seen: describeTargets, limit });
}

function isAbout(issue: string, { labels }: NotifiedAlert): boolean {
  return labels['issue'] === issue;
}

function countOf({ annotations }: NotifiedAlert): number {
  return Number(/in (?<count>\d+) containers? of/.exec(annotations['description'] ?? '')?.groups?.['count']);
}

/** What fired, and for whom, each once: an issue with its workload or node, or an alert about Plimsoll itself. */
function firedSubjects(alerts: readonly NotifiedAlert[]): readonly string[] {
  const subjects = alerts
    .filter(({ status }) => status === 'firing')
    .map(({ labels }) => [labels['issue'] ?? labels['alertname'], labels['workload'] ?? labels['node'] ?? []].flat());
  return [...new Set(subjects.map((words) => words.join(' ')))].sort();
}
