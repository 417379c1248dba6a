import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { eventually } from '../support/eventually.ts';
import { type CollectionName, collections } from '../support/fake-api-server/collections.ts';
import { startFakeApiServer } from '../support/fake-api-server/fake-api-server.ts';
import type { Store } from '../support/fake-api-server/store.ts';
import type { Cluster } from '../support/monitored-cluster/cluster.ts';
import { fetchText } from '../support/monitored-cluster/fetch-text.ts';
import { aHarbour } from '../support/monitored-cluster/harbour.ts';
import { type Exporter, startExporter } from '../support/monitored-cluster/plimsoll.ts';
import { clusterObjects, type KubernetesObject, writeRecording } from '../support/monitored-cluster/recording.ts';

t.setTimeout(240_000);

const before = aHarbour({ calico: 'v3.27.2' });
const after = aHarbour({ calico: 'v3.27.3' });

t.test('a cluster and its recording say the same, through a rollout and an outage of the API server', async (t) => {
  const api = await startFakeApiServer();
  t.teardown(api.stop);
  putCluster(api.store, before);
  const folder = t.testdir();
  const recording = join(folder, 'cluster.json');
  const kubeconfig = join(folder, 'kubeconfig');
  await Promise.all([writeRecording(recording, before), writeFile(kubeconfig, kubeconfigFor(api.url))]);

  const [live, recorded] = await Promise.all([
    startExporter(t, ['--kubeconfig', kubeconfig]),
    startExporter(t, ['--inventory', recording]),
  ]);
  const waitForSameSeries = (containing: string) =>
    eventually(
      `the same series, ${containing} among them`,
      async () => {
        const series = await clusterSeries(live);
        return series.includes(containing) && series === (await clusterSeries(recorded)) ? series : undefined;
      },
      {
        seen: async () => `live:\n${await clusterSeries(live)}\nrecorded:\n${await clusterSeries(recorded)}`,
        limit: 60_000,
      },
    );

  await t.test('at the start', async (t) => {
    t.ok(await waitForSameSeries('version="v3.27.2"'));
  });

  await t.test('after a rollout, which the watches tell of', async (t) => {
    putCluster(api.store, after);
    await writeRecording(recording, after);
    t.ok(await waitForSameSeries('version="v3.27.3"'));
  });

  await t.test('while the API server is away, and once it is back', async (t) => {
    await api.stop();
    await eventually(
      'an error is counted',
      async () =>
        /plimsoll_discovery_errors_total\{resource="pods",reason="unreachable"\} [1-9]/.test(await scrape(live)),
      { seen: () => scrape(live), limit: 60_000 },
    );
    t.equal(await clusterSeries(live), await clusterSeries(recorded), 'what was last seen stands');

    putCluster(api.store, before);
    await Promise.all([api.start(), writeRecording(recording, before)]);
    t.ok(await waitForSameSeries('version="v3.27.2"'), 'what changed meanwhile is seen');
  });

  await t.test('told to stop, both end in order', async (t) => {
    for (const { program } of [live, recorded]) program.signal('SIGTERM');
    t.same(await Promise.all([live.program.ended, recorded.program.ended]), [0, 0], 'the exit codes');
  });
});

/** Makes the store hold this cluster, one change at a time. */
function putCluster(store: Store, cluster: Cluster): void {
  const objects = clusterObjects(cluster);
  for (const name of Object.keys(collections) as CollectionName[]) {
    const wanted = objects.filter(({ kind }) => kind === collections[name].kind);
    for (const { metadata } of store.objects(name)) {
      if (!wanted.some((object) => placeOf(object) === placeOf({ metadata }))) {
        store.remove(name, metadata.name, metadata.namespace);
      }
    }
    for (const object of wanted) store.put(name, object);
  }
}

function placeOf({ metadata }: Pick<KubernetesObject, 'metadata'>): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function kubeconfigFor(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'harbour', cluster: { server } }],
    users: [{ name: 'plimsoll', user: { token: 'not-a-secret' } }],
    contexts: [{ name: 'harbour', context: { cluster: 'harbour', user: 'plimsoll' } }],
    'current-context': 'harbour',
  });
}

async function scrape({ address }: Exporter): Promise<string> {
  return (await fetchText(`http://${address}/metrics`)) ?? '';
}

/** The samples that describe the cluster, not the exporter. */
async function clusterSeries(exporter: Exporter): Promise<string> {
  const lines = (await scrape(exporter)).split('\n');
  return lines.filter((line) => /^plimsoll_(?!discovery_|build_info)/.test(line)).join('\n');
}
