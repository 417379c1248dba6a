import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiServer, startApiServer } from './api-server.ts';
import { stop } from './child-processes.ts';
import { measureInService } from './in-service.ts';
import { middleOf } from './middle.ts';
import { runBareLimit, runTypedClient } from './peers.ts';
import { printScenario } from './report.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { middleStart, startAndComplete, startUnderProbe } from './start.ts';

export interface ScenarioOptions {
  readonly scenario: 'small' | 'large';
  readonly runs: number;
  readonly absence: number;
  readonly steady: number;
  /** `source`, `bundle` */
  readonly name: string;
  readonly program: string;
  readonly nodeOptions: readonly string[];
  readonly json: boolean;
}

export async function measureScenario(options: ScenarioOptions): Promise<void> {
  const server = await startApiServer(options.scenario);
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(server.url));
  try {
    const result = await measure(server, kubeconfig, options);
    console.log(options.json ? JSON.stringify(result, undefined, 2) : printScenario(result));
  } finally {
    await stop(server.process);
  }
}

async function measure(server: ApiServer, kubeconfig: string, options: ScenarioOptions): Promise<ScenarioResult> {
  const { program, nodeOptions, runs, absence, steady, scenario } = options;
  const exporterOptions = { program, nodeOptions, kubeconfig, context: undefined };

  async function startOnce() {
    await server.tell({ kind: 'reset' });
    const { exporter, start } = await startAndComplete(exporterOptions, server.tracked);
    const { bytesOnTheWire, requests } = await server.count();
    await exporter.stop();
    return { start, bytesOnTheWire, requests };
  }

  await startOnce(); // makes the server's pages, and brings the program into the cache of the file system
  const starts = [];
  for (let run = 0; run < runs; run++) starts.push(await startOnce());
  const bareLimit = await runBareLimit(server);
  const typedClient = scenario === 'small' ? await runTypedClient(server) : undefined;
  const { exporter, longestStall } = await startUnderProbe(exporterOptions, server.tracked);
  const inService = await measureInService(exporter, server, { absenceSeconds: absence, steadySeconds: steady });
  await exporter.stop();
  return {
    scenario,
    program: [...nodeOptions, program].join(' '),
    absenceSeconds: absence,
    start: middleStart(starts.map(({ start }) => start)),
    bytesOnTheWire: middleOf(starts.map(({ bytesOnTheWire }) => bytesOnTheWire)),
    requests: middleOf(starts.map(({ requests }) => requests)),
    longestStall,
    inService,
    bareLimit,
    typedClient,
  };
}

function kubeconfigOf(server: string): string {
  return `apiVersion: v1
kind: Config
current-context: bench
clusters:
  - {name: bench, cluster: {server: "${server}"}}
users:
  - {name: bench, user: {}}
contexts:
  - {name: bench, context: {cluster: bench, user: bench}}
`;
}
