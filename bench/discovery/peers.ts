import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ApiServer } from './api-server.ts';
import { endWithUs } from './child-processes.ts';
import { usageOf } from './usage.ts';

/** What it costs somebody else to read the same, from the start of a process to its last object. */
export interface PeerCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakResidentBytes: number;
  readonly bytesOnTheWire: number;
  readonly objects: number;
}

/** Only fetches the pages that the last exporter fetched, unpacks and parses them: nobody who reads JSON can be cheaper. */
export async function runBareLimit(server: ApiServer): Promise<PeerCost> {
  const { lists } = await server.count();
  return run(server, 'bare-limit', { url: server.url, lists });
}

/** The typed client of the Kubernetes library, which reads all pods in one list. */
export function runTypedClient(server: ApiServer): Promise<PeerCost> {
  return run(server, 'typed-client', { url: server.url });
}

async function run(server: ApiServer, name: string, task: object): Promise<PeerCost> {
  await server.tell({ kind: 'reset' });
  const began = performance.now();
  const child = endWithUs(fork(new URL(`./processes/${name}.ts`, import.meta.url)));
  child.send(task);
  const objects = await resultOf(child, name);
  const seconds = (performance.now() - began) / 1000;
  const { cpuSeconds, peakResidentBytes } = usageOf(child.pid ?? 0);
  const { bytesOnTheWire } = await server.count();
  child.disconnect();
  return { seconds, cpuSeconds, peakResidentBytes, bytesOnTheWire, objects };
}

async function resultOf(child: ChildProcess, name: string): Promise<number> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with exit code ${code}`);
  });
  const [objects] = await Promise.race([once(child, 'message'), exited]);
  exited.catch(() => undefined); // its end is no news any more
  return objects as number;
}
