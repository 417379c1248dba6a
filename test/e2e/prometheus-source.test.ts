import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import t, { type Test } from 'tap';
import type { Report } from '../../src/core/report/report.ts';
import { demoCluster } from '../support/built-in.ts';
import { kubeStateMetrics, type RawObject } from '../support/fake-prometheus/kube-state-metrics.ts';
import { exposition, type FakeSeries, withLabels } from '../support/fake-prometheus/series.ts';
import { fetchText } from '../support/monitored-cluster/fetch-text.ts';
import { findFreePorts } from '../support/monitored-cluster/free-ports.ts';
import { startLocalServer } from '../support/monitored-cluster/local-server.ts';
import { startProgram, whileRuns } from '../support/monitored-cluster/program.ts';
import { runCli } from '../support/run-cli.ts';
import { findTool, needs } from '../support/tools.ts';

t.setTimeout(120_000);

const { items } = load(demoCluster()) as { readonly items: readonly RawObject[] }; // a file of ours
const demoSeries = kubeStateMetrics(items, { labels: ['*'], annotations: ['*'] });

/** A real Prometheus behind a path prefix that scrapes these series, and its address. */
async function startPrometheus(t: Test, series: () => readonly FakeSeries[]): Promise<string> {
  const folder = t.testdir();
  const target = await startLocalServer(t, () => exposition(series()));
  const [port] = await findFreePorts(1);
  const configFile = join(folder, 'prometheus.yml');
  const scrape = { job_name: 'kube-state-metrics', honor_labels: true, static_configs: [{ targets: [target] }] };
  // A scrape that takes longer than the interval fails, and with it all series are gone: this process has more to do.
  await writeFile(configFile, JSON.stringify({ global: { scrape_interval: '4s' }, scrape_configs: [scrape] }));
  const url = `http://127.0.0.1:${port}/prometheus`;
  const program = startProgram(t, 'Prometheus', findTool('prometheus') ?? 'prometheus', [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.external-url=${url}`,
  ]);
  await whileRuns(program, 'has scraped', async () => {
    const answer = await fetchText(`${url}/api/v1/query?query=kube_node_info`);
    return answer?.includes('kube_node_info') === true || undefined;
  });
  return url;
}

async function report(...source: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await runCli(['report', '--output', 'json', ...source]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

t.test(
  'a real Prometheus shows of a cluster what Kubernetes does, but for what no series tells',
  needs('prometheus'),
  async (t) => {
    const url = await startPrometheus(t, () => demoSeries);
    const seen = await report('--source', 'prometheus', '--prometheus-url', url);
    const wanted = await report('--inventory', 'demo/cluster.yaml');

    t.ok(wanted.components.length > 5);
    t.strictSame(seen.components, wanted.components, 'the same components, versions, workloads and nodes');
    t.equal(seen.nodes, wanted.nodes);
    const needsEnvironment = (exposures: Report['exposures']) =>
      exposures.filter(({ issue }) => issue === 'CALICO-8856');
    t.strictSame(
      seen.exposures.filter((exposure) => !needsEnvironment(seen.exposures).includes(exposure)),
      wanted.exposures.filter((exposure) => !needsEnvironment(wanted.exposures).includes(exposure)),
      'the same exposures',
    );
    const states = (exposures: Report['exposures']) => needsEnvironment(exposures).map(({ exposure }) => exposure);
    t.strictSame(states(wanted.exposures), ['exposed', 'unknown', 'not_exposed', 'not_exposed']);
    t.strictSame(states(seen.exposures), ['unknown', 'unknown', 'not_exposed'], 'what a variable decides is unknown');
  },
);

t.test('what a pod ran before it was replaced is not seen any more', needs('prometheus'), async (t) => {
  let series = demoSeries;
  const url = await startPrometheus(t, () => series);
  const calico = async () =>
    (await report('--source', 'prometheus', '--prometheus-url', url)).components
      .filter(({ component }) => component === 'calico-node')
      .flatMap(({ version }) => (version?.startsWith('v3.27.') === true ? [version] : []));
  t.strictSame(await calico(), ['v3.27.3']);

  const upgraded = JSON.stringify(demoSeries)
    .replaceAll('v3.27.3', 'v3.27.4')
    .replaceAll('"uid":"uid-of-', '"uid":"new-');
  series = JSON.parse(upgraded);
  let found = await calico();
  for (let round = 0; round < 100 && found[0] !== 'v3.27.4'; round += 1) found = await calico();
  t.strictSame(found, ['v3.27.4']);
});

t.test('a recording of one of two clusters reads back as it was', needs('prometheus'), async (t) => {
  const clusters = ['east', 'west'].flatMap((cluster) => withLabels(demoSeries, { cluster }));
  const url = await startPrometheus(t, () => clusters);
  const source = ['--source', 'prometheus', '--prometheus-url', url, '--cluster-label', 'cluster'];

  t.match(await runCli(['record', ...source]), {
    code: 2,
    stderr: 'error: there are 2 clusters (east and west); choose one with --cluster [USAGE]\n',
  });
  const { stdout } = await runCli(['record', ...source, '--cluster', 'west']);
  const file = join(t.testdir({ 'west.json': stdout }), 'west.json');
  const [recorded, seen] = [await report('--inventory', file), await report(...source, '--cluster', 'west')];
  t.ok(recorded.exposures.some(({ exposure }) => exposure === 'unknown'));
  t.same(withoutClusters(recorded), withoutClusters(seen));
});

/** A recording does not say which cluster it is of. */
function withoutClusters(report: Report): unknown {
  return JSON.parse(JSON.stringify(report, (key, value) => (key === 'cluster' ? undefined : value)));
}
