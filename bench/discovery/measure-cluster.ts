import { resolve } from 'node:path';
import { type ChangeLatency, measureChanges, unpublishedImage, untilVisible } from './changes.ts';
import type { Exporter, ExporterOptions } from './exporter.ts';
import { createGuestPod } from './guest-pod.ts';
import { printStart } from './report.ts';
import { middleStart, type Start, startAndComplete } from './start.ts';

export interface ClusterOptions {
  readonly kubeconfig: string;
  readonly context: string | undefined;
  /** Where a pod may be made whose image is changed; without one nothing is written. */
  readonly writeNamespace: string | undefined;
  readonly runs: number;
  readonly program: string;
  readonly nodeOptions: readonly string[];
  readonly json: boolean;
}

/** What can be told from outside about discovery of somebody's cluster. */
export async function measureCluster(options: ClusterOptions): Promise<void> {
  const { context, runs, program, nodeOptions, json } = options;
  const kubeconfig = resolve(options.kubeconfig);
  const exporterOptions = { program, nodeOptions, kubeconfig, context };
  const starts: Start[] = [];
  for (let run = 0; run < runs; run++) {
    const { exporter, start } = await startAndComplete(exporterOptions, undefined);
    await exporter.stop();
    starts.push(start);
  }
  const start = middleStart(starts);
  const change = await changeIn(options.writeNamespace, exporterOptions);
  console.log(json ? JSON.stringify({ program, start, change }, undefined, 2) : printStart(program, start, change));
}

async function changeIn(namespace: string | undefined, options: ExporterOptions): Promise<ChangeLatency | undefined> {
  if (namespace === undefined) return undefined;
  const { exporter } = await startAndComplete(options, undefined);
  return measureGuest(exporter, { ...options, namespace });
}

async function measureGuest(
  exporter: Exporter,
  options: ExporterOptions & { readonly namespace: string },
): Promise<ChangeLatency> {
  const image = unpublishedImage(0);
  const pod = await createGuestPod(options, image);
  try {
    await untilVisible(exporter, image);
    return await measureChanges(exporter, pod.setImage);
  } finally {
    await pod.remove();
    await exporter.stop();
  }
}
