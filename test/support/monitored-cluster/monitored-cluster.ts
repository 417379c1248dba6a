import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import { startAlertmanager } from './alertmanager.ts';
import type { Cluster } from './cluster.ts';
import { findFreePorts } from './free-ports.ts';
import { startKubelets } from './kubelets.ts';
import { runPlimsoll, startExporter } from './plimsoll.ts';
import type { Program } from './program.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { writeRecording } from './recording.ts';

/** A cluster with Plimsoll, Prometheus and Alertmanager around it, all three of them real. */
export interface MonitoredCluster {
  readonly exporter: Program;
  readonly prometheus: Prometheus;
  readonly receiver: Receiver;
  /** Rolls out another state of the cluster: what runs, and what it uses. */
  readonly become: (cluster: Cluster) => Promise<void>;
}

/** Minutes become seconds. Prometheus may take ten of them to its first scrape, so Plimsoll is away only after more. */
const compressedTime = [
  ['--evaluation-interval', '1s'],
  ['--rate-window', '5s'],
  ['--memory', '10s'],
  ['--sustained', '5s'],
  ['--for', '2s'],
  ['--keep-firing-for', '5s'],
  ['--history', '1m'],
  ['--warm-up', '10s'],
  ['--lookback', '2m'],
  ['--exporter-for', '15s'],
].flat();

export async function startMonitoredCluster(t: Test, cluster: Cluster): Promise<MonitoredCluster> {
  const folder = t.testdir();
  const recording = join(folder, 'cluster.json');
  const generated = join(folder, 'generated');
  await Promise.all([writeRecording(recording, cluster), mkdir(generated)]);
  await runPlimsoll(t, ['generate', '--out', generated, ...compressedTime]);

  const [kubelets, receiver, ports] = await Promise.all([
    startKubelets(t, cluster),
    startReceiver(t),
    findFreePorts(2),
  ]);
  const [alertmanagerPort = 0, prometheusPort = 0] = ports;
  const alertmanager = await startAlertmanager(t, folder, alertmanagerPort, receiver.url);
  const exporter = await startExporter(t, ['--inventory', recording]);
  const prometheus = await startPrometheus(t, {
    folder,
    port: prometheusPort,
    ruleFolder: join(generated, 'rules'),
    plimsoll: exporter.address,
    kubelets: kubelets.address,
    alertmanager,
    nodes: cluster.nodes.map(({ name }) => name),
  });

  return {
    exporter: exporter.program,
    prometheus,
    receiver,
    async become(next) {
      await writeRecording(recording, next);
      kubelets.measure(next);
    },
  };
}
