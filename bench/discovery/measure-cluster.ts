import { resolve } from 'node:path';
import { middleStart } from './measure-scenario.ts';
import { printStart } from './report.ts';
import { startAndComplete } from './start.ts';

export interface ClusterOptions {
  readonly kubeconfig: string;
  readonly context: string | undefined;
  readonly runs: number;
  readonly program: string;
  readonly nodeOptions: readonly string[];
  readonly json: boolean;
}

/** What can be told from outside about a start on somebody's cluster. Nothing is written there. */
export async function measureCluster(options: ClusterOptions): Promise<void> {
  const { kubeconfig, context, runs, program, nodeOptions, json } = options;
  const starts = [];
  for (let run = 0; run < runs; run++) {
    const exporterOptions = { program, nodeOptions, kubeconfig: resolve(kubeconfig), context };
    const { exporter, start } = await startAndComplete(exporterOptions, undefined);
    await exporter.stop();
    starts.push(start);
  }
  const start = middleStart(starts);
  console.log(json ? JSON.stringify({ program, start }, undefined, 2) : printStart(program, start));
}
