import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import type { Exporter } from './exporter.ts';
import { middleOf } from './middle.ts';

/** How soon a scrape shows what changed in the cluster, in milliseconds. */
export interface ChangeLatency {
  readonly median: number;
  readonly slowest: number;
}

export type SetImage = (image: string) => Promise<void>;

const rounds = 20;
const firstPatch = 100;

export async function measureChanges(exporter: Exporter, setImage: SetImage): Promise<ChangeLatency> {
  const latencies = [];
  for (let round = 1; round <= rounds; round++) {
    latencies.push(await changeAndWait(exporter, setImage, round));
    await sleep(300 + 37 * round); // so that changes fall into every part of what the exporter waits for
  }
  return { median: middleOf(latencies), slowest: Math.max(...latencies) };
}

/** One more change, of which nobody has seen the image yet. In milliseconds. */
export function measureLastChange(exporter: Exporter, setImage: SetImage): Promise<number> {
  return changeAndWait(exporter, setImage, rounds + 1);
}

/** A patch release that nobody has published, so that no other pod has it. 0 is for a pod that is yet to change. */
export function unpublishedImage(round: number): string {
  return `quay.io/calico/node:v3.27.${firstPatch + round}`;
}

async function changeAndWait(exporter: Exporter, setImage: SetImage, round: number): Promise<number> {
  const image = unpublishedImage(round);
  await setImage(image);
  const began = performance.now();
  await untilVisible(exporter, image);
  return performance.now() - began;
}

export async function untilVisible(exporter: Exporter, image: string): Promise<void> {
  const needle = Buffer.from(`component="calico-node",version="${image.split(':').at(-1)}"`);
  await eventually(
    `${image} in /metrics`,
    async () => ((await exporter.get('/metrics')).body.includes(needle) ? true : undefined),
    { interval: 25, limit: 180_000 },
  );
}
