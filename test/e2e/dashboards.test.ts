import t, { type Test } from 'tap';
import { dashboardArtefacts } from '../../src/core/dashboards/dashboard-artefacts.ts';
import { firstCases } from '../support/built-in.ts';
import {
  type BackfilledPrometheus,
  startBackfilledPrometheus,
  type VectorSeries,
} from '../support/simulated-fleet/backfilled-prometheus.ts';
import { chosen, dashboardsOf, type GrafanaDashboard } from '../support/simulated-fleet/grafana-dashboard.ts';
import { type Story, tellStory } from '../support/simulated-fleet/tell-story.ts';
import { needs } from '../support/tools.ts';

t.setTimeout(240_000);

/** Between them these show every signature, and both resources. */
const oneAfterTheOther = [
  'calico-apiserver',
  'calico-node',
  'k3s',
  'karpenter',
  'kubeshark-worker',
  'kyverno-admission-controller',
  'kyverno-background-controller',
  'node-exporter',
  'otel-collector',
];

t.test('dashboards over six hours of the demo cluster', needs('prometheus', 'promtool'), async (t) => {
  const folder = t.testdir();
  const story = await tellStory(folder);
  const prometheus = await startBackfilledPrometheus(t, folder, story.series, story.beginning);
  const dashboards = dashboardsOf(dashboardArtefacts(story.catalog.issues, story.settings));

  await t.test('every query of every panel finds data', async (t) => {
    for (const dashboard of dashboards) await findsData(t, dashboard, story, prometheus);
  });

  /** What the queries of a panel find at the end, one after the other. */
  async function found(uid: string, id: number, component: string): Promise<readonly (readonly VectorSeries[])[]> {
    const panel = dashboards.find((one) => one.uid === uid)?.panels.find((one) => one.id === id);
    return Promise.all((panel?.targets ?? []).map(({ expr }) => prometheus.query(chosen(expr, component), story.end)));
  }

  await t.test('every case of the demo is among the alerts that fire', async (t) => {
    const [since = []] = await found('plimsoll-fleet', 31, '.*');
    const issues = since.map(({ metric }) => metric['issue']);
    for (const id of firstCases) t.ok(issues.includes(id), id);
    const criticalOf = since.filter(({ metric }) => metric['severity'] === 'critical');
    t.same(
      criticalOf.map(({ metric }) => `${metric['issue']} ${metric['saturates']}`).sort(),
      ['CALICO-8383 soon', 'K3S-12127 node', 'KUBESHARK-1544 limit'],
      'what takes all of its limit or node, or soon will',
    );
    for (const { value } of since) {
      const moment = Number(value[1]) / 1000;
      t.ok(story.beginning < moment && moment < story.end, `since ${moment}`);
    }
  });

  await t.test('exposures are counted in four answers', async (t) => {
    const columns = await found('plimsoll-fleet', 12, '.*');
    const ofCalico = columns.map((series) => series.find(({ metric }) => metric['issue'] === 'CALICO-8856')?.value[1]);
    t.same(ofCalico, ['1', '1', '0', '4'], 'exposed, unknown, unconfirmed, not exposed');
  });

  await t.test('the instances above what is expected are those that the story made hot', async (t) => {
    const [cores = [], times = []] = await found('plimsoll-component', 41, 'calico-node');
    t.same(cores.map(({ metric }) => metric['node']).sort(), ['agent-1', 'agent-3']);
    t.ok(times.length === 2 && times.every(({ value }) => Number(value[1]) > 5), 'each many times what is expected');
    const [, ofPeers = []] = await found('plimsoll-component', 41, 'k3s');
    t.same(ofPeers.map(({ metric }) => metric['source']).sort(), ['learned', 'peers'], 'compared with peers as well');
  });

  await t.test('one server that is busy on the old version hides no regression of the new one', async (t) => {
    const expected = await prometheus.query(
      'cluster_component:plimsoll_expected_cpu_cores:max{issue="K3S-13574", source="learned"}',
      story.end,
    );
    t.equal(expected.length, 1);
    for (const { value } of expected)
      t.ok(Number(value[1]) > 0.25 && Number(value[1]) < 0.35, `${value[1]}, as a quiet server uses`);
    const [cores = []] = await found('plimsoll-component', 41, 'k3s');
    const placed = cores.map(({ metric }) => `${metric['issue']} ${metric['node']}`).sort();
    t.same(placed, ['K3S-12127 server-2', 'K3S-13574 server-1']);
  });

  await t.test('leaks are listed with the time until the first reaches its limit', async (t) => {
    const [instances = [], timeToLimit = []] = await found('plimsoll-fleet', 34, '.*');
    const rows = instances.map(({ metric, value }) => `${metric['issue']} ${metric['workload']} ${value[1]}`);
    t.same(rows.sort(), ['CALICO-8383 calico-apiserver 2', 'OTEL-COLLECTOR-CONTRIB-38904 collector 1']);
    const hoursOf = (workload: string) =>
      Number(timeToLimit.find(({ metric }) => metric['workload'] === workload)?.value[1]) / 3_600;
    const [memory, cpu] = [hoursOf('calico-apiserver'), hoursOf('collector')];
    t.ok(memory > 6 && memory < 12, `${memory} hours, to 1 GiB at 60 MiB an hour`);
    t.ok(cpu > 15 && cpu < 23, `${cpu} hours, to 3.8 cores at 0.15 an hour`);
  });

  await t.test('a regression without a record is listed with the version that it is compared with', async (t) => {
    const [since = [], times = []] = await found('plimsoll-fleet', 35, '.*');
    for (const series of [since, times]) {
      t.same(
        series.map(({ metric }) => `${metric['component']} ${metric['previous_version']} to ${metric['version']}`),
        ['node-exporter v1.8.2 to v1.9.1'],
      );
    }
    t.ok(times.every(({ value }) => Number(value[1]) > 2));
  });

  await t.test('an override counts as what is expected', async (t) => {
    const [, times = []] = await found('plimsoll-component', 42, 'kyverno-background-controller');
    t.same(
      times.map(({ metric }) => metric['source']),
      ['override'],
    );
    t.ok(times.every(({ value }) => Number(value[1]) > 3));
  });

  await t.test('what cannot be judged yet says why', async (t) => {
    const [instances = []] = await found('plimsoll-fleet', 33, '.*');
    const reasons = instances.map(({ metric }) => `${metric['component']} ${metric['reason']}`);
    t.ok(reasons.includes('kyverno-admission-controller no_baseline'), reasons.join());
  });

  await t.test('a Prometheus without the recordings shows no data, and no 0', async (t) => {
    for (const id of [2, 3, 4, 5]) t.same(await found('plimsoll-component', id, 'runs-nowhere'), [[]], `panel ${id}`);
  });
});

async function findsData(
  t: Test,
  { uid, title, panels }: GrafanaDashboard,
  { beginning, end }: Story,
  prometheus: BackfilledPrometheus,
): Promise<void> {
  const choices = uid === 'plimsoll-fleet' ? ['.*'] : oneAfterTheOther;
  for (const panel of panels) {
    for (const { refId, expr, instant } of panel.targets ?? []) {
      const ask = (component: string) =>
        instant
          ? prometheus.query(chosen(expr, component), end)
          : prometheus.queryRange(chosen(expr, component), { start: beginning, end, step: 120 });
      const answers = await Promise.all(choices.map(ask));
      t.ok(
        answers.some((answer) => answer.length > 0),
        `${title}, ${panel.title}, ${refId}`,
        { expr },
      );
    }
  }
}
